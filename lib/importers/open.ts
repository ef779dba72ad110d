import { chooseImporter } from "./detect";
import type { EntryMemory } from "./entry-memory";
import { sniffSource } from "./sniff";
import { type ByteLimits, decoded } from "./stream/bytes";
import { type Aim, ImportError, type ImportOptions, type Item } from "./types";

/**
 * The whole way from uploaded bytes to items: unzips and decodes, finds the importer (or takes `format`), parses.
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
  const importer = chooseImporter(sniffed.sniff, format);
  return {
    format: importer.format,
    aim: importer.aim?.(sniffed.sniff, rest) ?? null,
    items: guarded(importer.parse(sniffed.source, rest)),
    recall: (memory) => guarded(importer.parse(sniffed.source, rest, memory)),
  };
}

export interface Opened {
  format: string;
  aim: Aim | null;
  items: AsyncIterable<Item>;
  recall(memory: EntryMemory): AsyncIterable<Item>;
}

/** A fault of an importer is shown as a malformed file, never as a stack trace. Other errors (of the source) pass. */
async function* guarded(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    const failure = new ImportError("malformed", `the content is not as the format expects: ${error.message}`);
    failure.cause = error;
    throw failure;
  }
}
