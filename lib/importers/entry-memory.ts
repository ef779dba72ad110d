import project from "../../package.json" with { type: "json" };
import { hashOfBytes } from "../domain/identity/fingerprint";

/** What is remembered of an entry. */
export interface EntryMark {
  /** Of its bytes and of what stands around them; signed, 64 bits. Not 0. */
  digest: bigint;
  /** 32 bits, signed: entries that would make up one detection together have the same. */
  key: number;
}

/** Bytes of a mark among those that a memory is made of: digest, key. */
export const MARK_BYTES = 12;

/** Another version of this program, or other code of it, may read the same bytes differently: then all is read, once. */
const reader = `${project.version} ${import.meta.url.split("/").at(-1)}`;

/** So many entries of a file get a mark: more would not pay for the memory that they take. */
const MOST = 50_000;

/**
 * Entries of earlier reports on the same target by the digest of their bytes, so that those that come again need not
 * be parsed. What an entry means depends on what stands around it: `within` makes that part of the digest. Digests are
 * 64 bits of a SHA-256, as those of locations and contents are.
 */
export class EntryMemory {
  private readonly slots: Int32Array;
  /** Both halves of the digest and the key of each entry. */
  private readonly words: Int32Array;
  /** Entries that may still get a mark. */
  room = MOST;

  /** @param marks of entries, each in MARK_BYTES; zeros are none. Its place among them is the number of an entry. */
  constructor(marks: Buffer = Buffer.alloc(0)) {
    const count = marks.length / MARK_BYTES;
    this.words = new Int32Array(count * 3);
    for (let i = 0; i < this.words.length; i++) this.words[i] = marks.readInt32BE(i * 4);
    this.slots = new Int32Array(count === 0 ? 0 : 2 ** Math.ceil(Math.log2(count * 2)));
    const last = this.slots.length - 1;
    for (let entry = 0; entry < count; entry++) {
      const high = this.words[entry * 3] as number;
      const low = this.words[entry * 3 + 1] as number;
      if ((high | low) === 0 || this.find(high, low) >= 0) continue;
      let slot = low & last;
      while (this.slots[slot] !== 0) slot = (slot + 1) & last;
      this.slots[slot] = entry + 1;
    }
  }

  /** The memory for entries of one list. @param context all that an entry's meaning depends on besides its bytes */
  within(context: string): ListMemory {
    return new ListMemory(this, hashOfBytes(Buffer.from(`${reader} ${context}`), "binary"));
  }

  /** Number of the entry with this digest; -1: none. */
  find(high: number, low: number): number {
    const { slots, words } = this;
    const last = slots.length - 1;
    if (last < 0) return -1;
    for (let slot = low & last; ; slot = (slot + 1) & last) {
      const entry = (slots[slot] as number) - 1;
      if (entry < 0 || (words[entry * 3] === high && words[entry * 3 + 1] === low)) return entry;
    }
  }

  keyOf(entry: number): number {
    return this.words[entry * 3 + 2] as number;
  }
}

/** A memory in one context. */
export class ListMemory {
  /** Of the entry that was asked for last, its key still to be set; null when it got none. */
  mark: EntryMark | null = null;
  private readonly high: number;
  private readonly low: number;

  constructor(
    private readonly memory: EntryMemory,
    context: string,
  ) {
    this.high = wordOf(context, 0);
    this.low = wordOf(context, 4);
  }

  /** Number of the known entry of these bytes; -1: it has to be read, and has `mark`. */
  recognise(bytes: Uint8Array): number {
    this.mark = null;
    if (this.memory.room <= 0) return -1;
    this.memory.room--;
    const digest = hashOfBytes(bytes, "binary");
    const high = wordOf(digest, 0) ^ this.high;
    const low = wordOf(digest, 4) ^ this.low;
    const known = this.memory.find(high, low);
    if (known < 0 && (high | low) !== 0) this.mark = { digest: (BigInt(high) << 32n) | BigInt(low >>> 0), key: 0 };
    return known;
  }
}

/** Four bytes of a digest, a character each, as a signed number. */
const wordOf = (digest: string, at: number) =>
  (digest.charCodeAt(at) << 24) |
  (digest.charCodeAt(at + 1) << 16) |
  (digest.charCodeAt(at + 2) << 8) |
  digest.charCodeAt(at + 3);

/** What was taken for known may mean something else here: the file is to be read without a memory. */
export class Doubt extends Error {}

/** Key of a mark by what makes up one detection. FNV-1a; that two share one costs a look, and nothing else. */
export function keyOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
