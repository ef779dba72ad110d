import { compareDigits } from "./debian";

/**
 * Order of RPM versions, `[epoch:]version[-release]`, as rpmvercmp has it: segments of digits or letters; digits are
 * newer than letters; `~` comes before everything, `^` after the end and before anything else.
 */
export function compareRpm(a: string, b: string): number {
  const [x, y] = [split(a), split(b)];
  return (
    x.epoch - y.epoch ||
    segments(x.version, y.version) ||
    // What has no release stands for any.
    (x.release === "" || y.release === "" ? 0 : segments(x.release, y.release))
  );
}

function split(text: string) {
  const [, epoch, rest] = /^(?:(\d{1,9}):)?(.*)$/s.exec(text) ?? [];
  const [version = "", release = ""] = (rest ?? "").split(/-(?=[^-]*$)/);
  return { epoch: Number(epoch ?? 0), version, release };
}

const segment = /~|\^|\d+|[A-Za-z]+/g;

function segments(a: string, b: string): number {
  const [x, y] = [a.match(segment) ?? [], b.match(segment) ?? []];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = one(x[i], y[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function one(a: string | undefined, b: string | undefined): number {
  const rank = kind(a) - kind(b);
  if (rank !== 0) return rank;
  if (a === undefined || b === undefined) return 0;
  if (kind(a) === 4) return compareDigits(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Tilde, the end, caret, letters, digits. */
function kind(text: string | undefined): number {
  if (text === undefined) return 1;
  if (text === "~") return 0;
  if (text === "^") return 2;
  return /\d/.test(text) ? 4 : 3;
}
