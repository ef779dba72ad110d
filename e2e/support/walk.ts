import type { Api } from "./api";

interface Parameter {
  name: string;
  in: "path" | "query";
  schema: { enum?: string[]; items?: { enum?: string[] } };
}

interface Operation {
  operationId: string;
  parameters: Parameter[];
}

/** Words and numbers with which a curious reader would fill the parameters of a reading operation. */
export interface Guesses {
  slugs: string[];
  ids: string[];
  words: string[];
}

/**
 * Every reading operation of the document, with every guess for what is in its path and, one at a time, for each of its
 * query parameters.
 */
export async function readingPaths(api: Api, guesses: Guesses): Promise<string[]> {
  const document = await api.read<{ paths: Record<string, Record<string, Operation>> }>("/openapi.json");
  return Object.entries(document.paths).flatMap(([path, { get }]) => {
    if (!get) return [];
    return filled(path, guesses).flatMap((address) => [
      address,
      ...get.parameters
        .filter((one) => one.in === "query")
        .flatMap((one) => valuesOf(one, guesses).map((value) => `${address}?${one.name}=${encodeURIComponent(value)}`)),
    ]);
  });
}

function filled(path: string, guesses: Guesses): string[] {
  const hole = /\{(\w+)\}/.exec(path);
  if (!hole) return [path];
  const values = hole[1]?.toLowerCase().endsWith("id") ? guesses.ids : guesses.slugs;
  return values.flatMap((value) => filled(path.replace(hole[0], value), guesses));
}

function valuesOf({ name, schema }: Parameter, guesses: Guesses): string[] {
  if (name === "limit") return ["200"];
  if (name === "state") return ["all", "open", "closed"];
  if (name === "cursor") return ["bm9uc2Vuc2U"];
  if (/^(kev|exposed|wait|dryRun)$/.test(name)) return ["true"];
  return schema.enum ?? schema.items?.enum ?? [...guesses.words, ...guesses.slugs];
}
