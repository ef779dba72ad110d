/** The part of an address that narrows every page alike. */
export type PageScope = { cluster?: string; team?: string; environment?: string };

const keys = ["cluster", "team", "environment"] as const;

export function scopeOf(params: { get(name: string): string | null }): PageScope {
  const scope: PageScope = {};
  for (const key of keys) {
    const value = params.get(key);
    if (value) scope[key] = value;
  }
  return scope;
}

/** Address of a page with the scope kept. */
export function withScope(href: string, scope: PageScope): string {
  const text = new URLSearchParams(Object.entries(scope)).toString();
  return text === "" ? href : `${href}${href.includes("?") ? "&" : "?"}${text}`;
}
