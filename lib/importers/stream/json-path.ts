export type JsonPath = (string | number)[];

/** What `splitJson` yields; `line` is where the value begins, `mark` what the memory of its list gave it. */
export type JsonPiece = { document: number; path: JsonPath } & (
  | { type: "list"; head: unknown }
  | { type: "element"; value: unknown; line: number; mark?: unknown }
  | { type: "rest"; value: unknown; line: number }
);

/** In place of an element that the memory of its list knows; `path` is that of the list. */
export type KnownPiece = { type: "known"; document: number; path: JsonPath; entry: number; bytes: Buffer };

/** `["Results", 0, "Target"]` → `Results[0].Target`; the root is `the document`. For messages only. */
export function showPath(path: JsonPath): string {
  if (path.length === 0) return "the document";
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[\w-]{1,60}$/.test(step)) text += text === "" ? step : `.${step}`;
    else text += `[${JSON.stringify(step.length > 60 ? `${step.slice(0, 60)}…` : step)}]`;
  }
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** What is named at a point of a document: is an array here split, and what is named below it. */
export interface Pattern {
  split: boolean;
  keys: Map<string, Pattern>;
  element: Pattern | null;
}

/** `[["Results", "*", "Packages"]]` → a tree; the arrays before each `"*"` are split too. */
export function patternOf(arrays: readonly (readonly string[])[]): Pattern {
  const root: Pattern = { split: false, keys: new Map(), element: null };
  for (const path of arrays) {
    let node = root;
    for (const step of path) {
      let next = step === "*" ? node.element : node.keys.get(step);
      if (!next) next = { split: false, keys: new Map(), element: null };
      if (step === "*") {
        node.split = true;
        node.element = next;
      } else node.keys.set(step, next);
      node = next;
    }
    node.split = true;
  }
  return root;
}

/** Can a value that begins with this byte be walked, so that named arrays inside it come apart? */
export function walkable(pattern: Pattern | null, firstByte: number): boolean {
  if (!pattern) return false;
  return firstByte === 0x5b ? pattern.split : firstByte === 0x7b && pattern.keys.size > 0;
}
