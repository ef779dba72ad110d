/** Values that a query string can say; lists are comma-separated. */
export type Params = Readonly<
  Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>
>;

/**
 * One form for equal questions: empty values out, keys in order, lists as `a,b`. It makes both the query string and
 * the key of the cache, so that a page that the server filled is found again in the browser.
 */
export function canonicalParams(params: Params = {}): Record<string, string> {
  const entries: [string, string][] = [];
  for (const [key, value] of Object.entries(params)) {
    if (value === null || value === undefined || value === "") continue;
    const text = Array.isArray(value) ? value.join(",") : String(value);
    if (text !== "") entries.push([key, text]);
  }
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `?a=1&b=2`, or nothing. */
export function queryString(params: Params = {}): string {
  const text = new URLSearchParams(canonicalParams(params)).toString();
  return text === "" ? "" : `?${text}`;
}
