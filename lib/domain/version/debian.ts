/**
 * Order of Debian versions, `[epoch:]upstream[-revision]`, by deb-version(7): runs without digits and runs of digits in
 * turn; in the former letters come before other signs, and a tilde before everything, even the end.
 */
export function compareDebian(a: string, b: string): number {
  const [x, y] = [split(a), split(b)];
  return x.epoch - y.epoch || part(x.upstream, y.upstream) || part(x.revision, y.revision);
}

function split(text: string) {
  const [, epoch, rest] = /^(?:(\d{1,9}):)?(.*)$/s.exec(text) ?? [];
  const version = rest ?? "";
  const dash = version.lastIndexOf("-");
  return {
    epoch: Number(epoch ?? 0),
    upstream: dash < 0 ? version : version.slice(0, dash),
    // No revision is as revision 0.
    revision: dash < 0 ? "" : version.slice(dash + 1),
  };
}

/** `verrevcmp` of dpkg. */
function part(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while ((i < a.length && !digit(a[i])) || (j < b.length && !digit(b[j]))) {
      const difference = weight(a[i]) - weight(b[j]);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const [m, n] = [digits(a, i), digits(b, j)];
    const difference = compareDigits(m, n);
    if (difference !== 0) return difference;
    i += m.length;
    j += n.length;
  }
  return 0;
}

const digit = (sign: string | undefined): boolean => sign !== undefined && sign >= "0" && sign <= "9";
const digits = (text: string, from: number): string => /^\d*/.exec(text.slice(from))?.[0] ?? "";

function weight(sign: string | undefined): number {
  if (sign === undefined || digit(sign)) return 0;
  if (sign === "~") return -1;
  return /[A-Za-z]/.test(sign) ? sign.charCodeAt(0) : sign.charCodeAt(0) + 256;
}

/** Runs of digits of any length, as numbers. */
export function compareDigits(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}
