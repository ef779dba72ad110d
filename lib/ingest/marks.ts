import { type EntryMark, MARK_BYTES } from "../importers/entry-memory";
import type { AssetRef } from "../importers/types";
import { type BlobDiff, type BlobKey, ENTRY, KEY, keyAt, pack } from "./blob";
import { Digest, words } from "./digest";
import type { Resolved } from "./resolve";

/**
 * What stands beside a packed scope (blob.ts), for its next report: the version of the catalogue by which its rules
 * were named, sum and product of its digest (64 bits each), and for each of its rows the mark of the entry that it was
 * made of (zeros: of several, or of none that had one) and its word in the scope's digest (64 bits).
 */
const HEADER = 24;
const MARK = MARK_BYTES + 8;

/** What a scope said last, as it was when a report of it was about to be read. */
export interface Seen {
  scopeId: number;
  /** Of the stored row: as long as a row has it, it holds this. */
  version: string;
  blob: Buffer;
  marks: Buffer;
}

/** Rows of a scope that its new report says again: 1 for each that it does. */
export interface Again {
  seen: Seen;
  rows: Uint8Array;
}

/** How a report compares with what its scope said before. */
export interface Compared {
  /** All that it says, packed, with its marks; null: no row has any. */
  now: Buffer;
  marks: Buffer | null;
  digest: string;
  diff: BlobDiff;
}

export const rowsIn = (blob: Buffer) => blob.length / ENTRY;

export const catalogueOf = (marks: Buffer) => marks.readBigInt64BE(0);

/** Marks of the entries alone, for an EntryMemory. */
export function entriesIn(marks: Buffer): Buffer {
  const count = (marks.length - HEADER) / MARK;
  const entries = Buffer.allocUnsafe(count * MARK_BYTES);
  for (let row = 0; row < count; row++) {
    const at = HEADER + row * MARK;
    marks.copy(entries, row * MARK_BYTES, at, at + MARK_BYTES);
  }
  return entries;
}

/** Packs rows, which are in the order of the blob, with their marks. */
export function packMarked(rows: Resolved[], target: AssetRef | null, version: bigint): Omit<Compared, "diff"> {
  const marks = Buffer.allocUnsafe(HEADER + rows.length * MARK);
  const digest = new Digest();
  const wordOf = words(target);
  let marked = false;
  for (const [index, { row }] of rows.entries()) {
    const word = wordOf(row);
    digest.add(word);
    marked ||= row.mark !== undefined;
    writeMark(marks, index, row.mark, word);
  }
  writeHeader(marks, version, digest);
  return { now: pack(rows), marks: marked ? marks : null, digest: digest.text(rows.length) };
}

function writeHeader(marks: Buffer, version: bigint, { sum, product }: Digest): void {
  marks.writeBigInt64BE(version, 0);
  marks.writeBigUInt64BE(sum, 8);
  marks.writeBigUInt64BE(product, 16);
}

function writeMark(marks: Buffer, row: number, mark: EntryMark | undefined, word: bigint): void {
  const at = HEADER + row * MARK;
  marks.writeBigInt64BE(mark?.digest ?? 0n, at);
  marks.writeInt32BE(mark?.key ?? 0, at + 8);
  marks.writeBigUInt64BE(word, at + MARK_BYTES);
}

/**
 * Compares a report of which some entries were recognised and the others read (`rows`, in the order of the blob).
 * null: what was read says more of a row that was recognised, so that all has to be read.
 */
export function compareAgain(rows: Resolved[], target: AssetRef | null, { seen, rows: again }: Again): Compared | null {
  const { blob, marks } = seen;
  const total = rowsIn(blob);
  const packed = pack(rows);
  const kept = again.reduce((sum, one) => sum + one, 0);
  const now = Buffer.allocUnsafe((kept + rows.length) * ENTRY);
  const nowMarks = Buffer.allocUnsafe(HEADER + (kept + rows.length) * MARK);
  const digest = new Digest(marks.readBigUInt64BE(8), marks.readBigUInt64BE(16));
  const diff: BlobDiff = { added: [], changed: [], same: 0, gone: [] };
  const wordOf = words(target);
  let at = 0;
  let out = 0;
  /** Goes on to row `end` of what was said before. */
  const pass = (end: number) => {
    while (at < end) {
      const from = at;
      while (at < end && again[at] === 1) at++;
      blob.copy(now, out * ENTRY, from * ENTRY, at * ENTRY);
      marks.copy(nowMarks, HEADER + out * MARK, HEADER + from * MARK, HEADER + at * MARK);
      out += at - from;
      diff.same += at - from;
      for (; at < end && again[at] !== 1; at++) {
        diff.gone.push(keyAt(blob, at * ENTRY));
        digest.remove(wordIn(marks, at));
      }
    }
  };
  for (const [index, { row }] of rows.entries()) {
    pass(placeOf(blob, packed, index, at, total));
    if (at < total && blob.compare(packed, index * ENTRY, index * ENTRY + KEY, at * ENTRY, at * ENTRY + KEY) === 0) {
      if (again[at] === 1) return null;
      const same =
        blob.compare(packed, index * ENTRY + KEY, (index + 1) * ENTRY, at * ENTRY + KEY, (at + 1) * ENTRY) === 0;
      if (same) diff.same++;
      else diff.changed.push(index);
      digest.remove(wordIn(marks, at++));
    } else diff.added.push(index);
    const word = wordOf(row);
    digest.add(word);
    packed.copy(now, out * ENTRY, index * ENTRY, (index + 1) * ENTRY);
    writeMark(nowMarks, out++, row.mark, word);
  }
  pass(total);
  // As old as the oldest name in it.
  writeHeader(nowMarks, catalogueOf(marks), digest);
  return { now, marks: nowMarks, digest: digest.text(out), diff };
}

const wordIn = (marks: Buffer, row: number) => marks.readBigUInt64BE(HEADER + row * MARK + MARK_BYTES);

/** The first row of the blob, from `from` on, that is not before a packed one. */
function placeOf(blob: Buffer, packed: Buffer, index: number, from: number, total: number): number {
  let low = from;
  let high = total;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (blob.compare(packed, index * ENTRY, index * ENTRY + KEY, middle * ENTRY, middle * ENTRY + KEY) < 0)
      low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keys of the rows that are said again. */
export function* keysAgain({ seen, rows }: Again): Generator<BlobKey> {
  for (let row = 0; row < rows.length; row++) if (rows[row] === 1) yield keyAt(seen.blob, row * ENTRY);
}
