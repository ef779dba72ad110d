/** What Next hands to a page as its query string. */
export type RawParams = Record<string, string | string[] | undefined>;

/** Reads raw parameters as the browser's URLSearchParams does: the first of several values. */
export function reader(params: RawParams) {
  return {
    get(name: string): string | null {
      const value = params[name];
      return (Array.isArray(value) ? value[0] : value) ?? null;
    },
  };
}
