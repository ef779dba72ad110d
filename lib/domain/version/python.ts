import { compareDigits } from "./debian";

const form =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?(?:(?:-(\d+))|(?:[-_.]?(?:post|rev|r)[-_.]?(\d*)))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+[a-z0-9._-]+)?$/i;
const stages: Record<string, number> = { a: 1, alpha: 1, b: 2, beta: 2, c: 3, rc: 3, pre: 3, preview: 3 };

/** Order of Python versions (PEP 440) without local labels. null: not of that form. */
export function comparePython(a: string, b: string): number | null {
  const [x, y] = [key(a), key(b)];
  if (!x || !y) return null;
  const length = Math.max(x.release.length, y.release.length);
  const release = (of: typeof x) => Array.from({ length }, (_, i) => of.release[i] ?? "0");
  const [m, n] = [
    [x.epoch, ...release(x), ...x.rest],
    [y.epoch, ...release(y), ...y.rest],
  ];
  for (const [i, value] of m.entries()) {
    const difference = compareDigits(value, n[i] ?? "0");
    if (difference !== 0) return difference;
  }
  return 0;
}

function key(text: string) {
  const found = form.exec(text.trim());
  if (!found) return null;
  const [, epoch, release, stage, stageNumber, implicitPost, post, dev, devNumber] = found;
  const isPost = implicitPost !== undefined || post !== undefined;
  // A development version alone comes before the first alpha; without a stage it is final (4).
  const rank = stage ? (stages[stage.toLowerCase()] ?? 3) : dev && !isPost ? 0 : 4;
  const postRank = isPost ? ["1", implicitPost ?? (post || "0")] : ["0", "0"];
  const devRank = dev ? ["0", devNumber || "0"] : ["1", "0"];
  return {
    epoch: epoch ?? "0",
    release: (release ?? "0").split("."),
    rest: [String(rank), stageNumber || "0", ...postRank, ...devRank],
  };
}
