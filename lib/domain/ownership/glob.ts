/** Tells whether a text matches. */
export type Match = (text: string) => boolean;

/**
 * Compiles a pattern in which `*` stands for any run of characters (also none) and everything else for itself, case
 * included. Each literal piece is sought from where the last one ended, so there is no backtracking: time grows with
 * the length of text × pattern at worst, whoever wrote the pattern.
 */
export function glob(pattern: string): Match {
  const pieces = pattern.split("*");
  const [head = "", ...rest] = pieces;
  const tail = rest.pop();
  if (tail === undefined) return (text) => text === pattern;
  const middle = rest.filter((piece) => piece !== "");
  return (text) => {
    if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
    const end = text.length - tail.length;
    let from = head.length;
    for (const piece of middle) {
      const at = text.indexOf(piece, from);
      if (at < 0 || at + piece.length > end) return false;
      from = at + piece.length;
    }
    return true;
  };
}
