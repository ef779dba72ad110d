import { readFileSync } from "node:fs";
import { openReport } from "./open";
import { bytesOf } from "./stream/bytes";
import type { ImportOptions, Item } from "./types";

/** Folder of the samples written for the project, one folder for each format. */
export const samplesFolder = new URL("./samples/", import.meta.url);

/** Bytes of `samples/<path>`. */
export function sample(path: string): Buffer {
  return readFileSync(new URL(path, samplesFolder));
}

/** All items of a file given as bytes or text, in chunks that end at `cuts`. Throws what an import would. */
export async function itemsOf(
  content: string | Uint8Array,
  options: ImportOptions & { format?: string } = {},
  cuts: readonly number[] = [],
): Promise<Item[]> {
  const bytes = Buffer.from(content as string);
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  const parts = ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
  const items: Item[] = [];
  for await (const item of (await openReport(bytesOf(...parts), options)).items) items.push(item);
  return items;
}

/** The items of one type. */
export function only<T extends Item["type"]>(items: readonly Item[], type: T): Extract<Item, { type: T }>[] {
  return items.filter((item): item is Extract<Item, { type: T }> => item.type === type);
}
