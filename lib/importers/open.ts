import { reportInLog, valuesOnly } from "./captured";
import { chooseImporter } from "./detect";
import type { EntryMemory } from "./entry-memory";
import { sniffSource } from "./sniff";
import { type ByteLimits, decoded } from "./stream/bytes";
import { type Aim, ImportError, type Importer, type ImportOptions, type Item, type Sniff } from "./types";

/**
 * The whole way from uploaded bytes to items: unzips and decodes, finds the importer (or takes `format`), leaves out
 * the words of a log around the report, parses.
 * Throws `ImportError` before or while items are read; what else an importer may throw on hostile input is turned
 * into one. Nothing is parsed until items are read: `items`, or with a memory of what was said of the `aim` before
 * `recall`, one of them, once.
 */
export async function openReport(
  source: AsyncIterable<Uint8Array>,
  options: ImportOptions & { format?: string } = {},
  limits?: ByteLimits,
): Promise<Opened> {
  const { format, ...rest } = options;
  const sniffed = await sniffSource(decoded(source, limits));
  const { importer, sniff, before } = choose(sniffed.sniff, format);
  const left = { lines: 0 };
  const report = before === null ? sniffed.source : valuesOnly(sniffed.source, before, left);
  return {
    format: importer.format,
    aim: importer.aim?.(sniff, rest) ?? null,
    items: guarded(importer.parse(report, rest), left),
    recall: (memory) => guarded(importer.parse(report, rest, memory), left),
  };
}

/** Who reads a file, and after how many lines of a log; null: it is in none. */
function choose(sniff: Sniff, format: string | undefined): { importer: Importer; sniff: Sniff; before: number | null } {
  try {
    const importer = chooseImporter(sniff, format);
    const odd = format !== undefined && importer.detect(sniff) === 0;
    return (odd ? reportInLog(sniff, [importer]) : null) ?? { importer, sniff, before: null };
  } catch (error) {
    const captured = format === undefined ? reportInLog(sniff) : null;
    if (captured) return captured;
    throw error;
  }
}

export interface Opened {
  format: string;
  aim: Aim | null;
  items: AsyncIterable<Item>;
  recall(memory: EntryMemory): AsyncIterable<Item>;
}

/**
 * A fault of an importer is shown as a malformed file, never as a stack trace. Other errors (of the source) pass.
 * What was `left` out of the file is said in the end.
 */
async function* guarded(items: AsyncIterable<Item>, left: { lines: number }): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    const failure = new ImportError("malformed", `the content is not as the format expects: ${error.message}`);
    failure.cause = error;
    throw failure;
  }
  const { lines } = left;
  if (lines === 0) return;
  yield {
    type: "warning",
    message: `${lines} ${lines === 1 ? "line" : "lines"} around the report were left out: a log`,
  };
}
