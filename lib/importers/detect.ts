import { importers } from "./registry";
import { ImportError, type Importer, type Sniff } from "./types";

const CERTAIN = 100;

/** The importer that is surest of the content; null when none knows it. Names of files never count. */
export function detectFormat(sniff: Sniff, among: readonly Importer[] = importers): Importer | null {
  let best: Importer | null = null;
  let sure = 0;
  for (const importer of among) {
    const score = sniff.shape === "empty" ? 0 : importer.detect(sniff);
    if (score > sure) {
      best = importer;
      sure = score;
    }
    // Looking for the marks of the others takes longer than reading a small report.
    if (sure >= CERTAIN) break;
  }
  return best;
}

/**
 * The importer named `format`, or the one detected. Throws `ImportError` "unrecognised" with a line that says what
 * the file looks like; empty files and lists say nothing about their format, so they need `format`.
 */
export function chooseImporter(sniff: Sniff, format?: string, among: readonly Importer[] = importers): Importer {
  if (format !== undefined) {
    const named = among.find((importer) => importer.format === format);
    if (named) return named;
    throw new ImportError("unrecognised", `there is no format "${format}": use one of ${formatNames(among)}`);
  }
  const found = detectFormat(sniff, among);
  if (found) return found;
  if (saysNothing(sniff)) {
    throw new ImportError("unrecognised", `${looksLike(sniff)} does not show which tool wrote it: give --format`);
  }
  throw new ImportError("unrecognised", `no importer recognises it: it looks like ${looksLike(sniff)}`);
}

export function formatNames(among: readonly Importer[] = importers): string {
  return among.map((importer) => importer.format).join(", ");
}

/** Zero bytes, blanks, `[]`, `{}` or `null`. */
function saysNothing({ text, whole }: Sniff): boolean {
  return whole && /^\s*(\[\s*\]|\{\s*\}|null)?\s*$/.test(text);
}

/** A few words on what a file looks like. Names of keys and the first words of a text are shown, values are not. */
export function looksLike(sniff: Sniff): string {
  const { text, shape, root } = sniff;
  if (shape === "empty") return "an empty file";
  if (saysNothing(sniff)) return `a file with nothing but ${text.replace(/\s/g, "")}`;
  const keys = sniff.keys.slice(0, 6).map(clean).join(", ") + (sniff.keys.length > 6 ? ", …" : "");
  if (shape === "xml") return `an XML document <${clean(/<([A-Za-z_][\w:.-]*)/.exec(text)?.[1] ?? "?")}>`;
  const binary = binaries.find(([magic]) => magic.test(text));
  if (binary) return binary[1];
  if (text.slice(0, 500).includes("\0")) return "a binary file";
  if (shape === "text") return `plain text starting with "${clean(text.trim().split(/\r?\n/)[0] ?? "")}"`;
  if (shape === "yaml") return `a YAML document with keys ${keys}`;
  if (sniff.keys.includes("@context") && /"https?:\/\/openvex\.dev\/ns/.test(text))
    return "an OpenVEX document: it says what was decided and is imported with the exceptions, not as a report";
  const one = root === "array" ? "a JSON array" : "a JSON object";
  const kind = shape === "jsonl" ? "several JSON values, the first" : one;
  if (keys === "") return shape === "jsonl" ? "several JSON values" : one;
  return `${kind} ${root === "array" ? "of objects " : ""}with keys ${keys}`;
}

/** By their first bytes, as they come out of a decoder of text. */
const binaries: [RegExp, string][] = [
  [/^PK\p{Cc}{2}/u, "a zip archive: unpack it first"],
  [/^\(\ufffd\/\ufffd/, "a file packed with zstd: unpack it first"],
  [/^\ufffd7zXZ/, "a file packed with xz: unpack it first"],
  [/^BZh\d/, "a file packed with bzip2: unpack it first"],
  [/^%PDF-/, "a PDF"],
  [/^[^\n]{257}ustar/s, "a tar archive: unpack it first"],
  [/^.{0,500}\ufffd.{0,20}\ufffd/s, "a binary file"],
];

/** One short printable line, whatever the file holds. */
function clean(text: string): string {
  const printable = text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, " ").trim();
  return printable.length > 60 ? `${printable.slice(0, 60)}…` : printable;
}
