const year = 365 * 24 * 3600;

/** Keeps a choice of the reader where the server sees it before it draws the first page. Null forgets it. */
export function keepChoice(name: "theme" | "rail" | "facets", value: string | null) {
  const age = value === null ? 0 : year;
  // The Cookie Store API is missing over plain http, which is how many first looks at Parapet happen.
  Reflect.set(document, "cookie", `${name}=${value ?? ""}; path=/; max-age=${age}; samesite=lax`);
}
