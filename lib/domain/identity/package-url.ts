/** Types whose namespace and name compare without case (purl type definitions); NuGet ids do so at the registry. */
const caseless = new Set(
  "alpm apk bitbucket bitnami composer deb github gitlab golang hex luarocks npm nuget oci otp pub pypi".split(" "),
);
const caselessNamespace = new Set(["rpm", "qpkg"]);

export type PackageName = { type: string; namespace?: string; name: string };

/**
 * Canonical key of a package, whatever its version: `pkg:type/namespace/name`, lower-cased and percent-encoded as the
 * Package URL specification says for the type (https://github.com/package-url/purl-spec).
 */
export function packageKey(of: PackageName): string {
  const type = of.type.toLowerCase();
  const namespace = (of.namespace ?? "").split("/").filter(Boolean);
  const lower = caseless.has(type);
  const parts = namespace.map((part) => (lower || caselessNamespace.has(type) ? part.toLowerCase() : part));
  const name = lower ? of.name.toLowerCase() : of.name;
  // PEP 503: runs of dash, underscore and dot are one dash.
  parts.push(type === "pypi" ? name.replace(/[-_.]+/g, "-") : name);
  return `pkg:${type}/${parts.map(encode).join("/")}`;
}

/** Percent-encoding of purl: letters, digits and `.-_~:` stand for themselves. */
function encode(text: string): string {
  const safe = encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"));
  return safe.replace(/[!*'()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll("%3A", ":");
}

/** Reads a purl; qualifiers and subpath are dropped. null: not a purl. Values are decoded but not lower-cased. */
export function parsePurl(text: string): (PackageName & { version?: string }) | null {
  const scheme = /^\s*pkg:\/*([a-z][a-z0-9.+-]*)\/(.*)$/is.exec(text);
  if (!scheme) return null;
  const type = (scheme[1] ?? "").toLowerCase();
  let rest = (scheme[2] ?? "").trim();
  for (const mark of ["#", "?"]) if (rest.includes(mark)) rest = rest.slice(0, rest.indexOf(mark));
  // An `@` that opens a segment is an npm scope which the tool forgot to encode, not a version.
  const at = rest.search(/(?<=[^/])@[^@]*$/);
  const path = at < 0 ? rest : rest.slice(0, at);
  const parts = path.split("/").filter(Boolean).map(decode);
  const name = parts.pop();
  if (!name) return null;
  const version = at < 0 ? "" : decode(rest.slice(at + 1));
  return {
    type,
    ...(parts.length > 0 ? { namespace: parts.join("/") } : {}),
    name,
    ...(version ? { version } : {}),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `packageKey` of a purl: without version, qualifiers and subpath. null: not a purl. */
export function packageKeyOf(purl: string): string | null {
  const parsed = parsePurl(purl);
  return parsed === null ? null : packageKey(parsed);
}
