/** What a scope says, packed: asset, rule (32 bit each), location and content hash (64 bit each), sorted by the first three. */
export const ENTRY = 24;
/** Bytes of an entry before its content hash. */
export const KEY = 16;

export interface PackedRow {
  assetId: number;
  ruleId: number;
  loc: bigint;
  content: bigint;
}

/** Sorts the rows in place as the blob sorts them (locations as unsigned bytes), then packs them. */
export function pack(rows: PackedRow[]): Buffer {
  rows.sort(packedOrder);
  const blob = Buffer.allocUnsafe(rows.length * ENTRY);
  let at = 0;
  for (const row of rows) {
    blob.writeUInt32BE(row.assetId, at);
    blob.writeUInt32BE(row.ruleId, at + 4);
    blob.writeBigInt64BE(row.loc, at + 8);
    blob.writeBigInt64BE(row.content, at + KEY);
    at += ENTRY;
  }
  return blob;
}

/** The order of a blob: by asset, rule, and location as unsigned bytes. 0: one and the same detection. */
export function packedOrder(a: BlobKey, b: BlobKey): number {
  return a.assetId - b.assetId || a.ruleId - b.ruleId || unsignedOrder(a.loc, b.loc);
}

function unsignedOrder(a: bigint, b: bigint): number {
  const x = BigInt.asUintN(64, a);
  const y = BigInt.asUintN(64, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export interface BlobKey {
  assetId: number;
  ruleId: number;
  loc: bigint;
}

export const keyText = ({ assetId, ruleId, loc }: BlobKey) => `${assetId} ${ruleId} ${loc}`;

export interface BlobDiff {
  /** Indexes into the new rows. */
  added: number[];
  changed: number[];
  same: number;
  /** Entries of the old blob that the new one lacks. */
  gone: BlobKey[];
}

/** Merge-compares two packed blobs. */
export function diffBlobs(old: Buffer, now: Buffer): BlobDiff {
  const diff: BlobDiff = { added: [], changed: [], same: 0, gone: [] };
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const order = i >= old.length ? 1 : j >= now.length ? -1 : old.compare(now, j, j + KEY, i, i + KEY);
    if (order < 0) {
      diff.gone.push(keyAt(old, i));
      i += ENTRY;
    } else if (order > 0) {
      diff.added.push(j / ENTRY);
      j += ENTRY;
    } else {
      if (old.compare(now, j + KEY, j + ENTRY, i + KEY, i + ENTRY) === 0) diff.same++;
      else diff.changed.push(j / ENTRY);
      i += ENTRY;
      j += ENTRY;
    }
  }
  return diff;
}

/** The union of two blobs; where both have a key, the entry of `now` stays. */
export function mergeBlobs(old: Buffer, now: Buffer): Buffer {
  const parts: Buffer[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const order = i >= old.length ? 1 : j >= now.length ? -1 : old.compare(now, j, j + KEY, i, i + KEY);
    if (order < 0) {
      parts.push(old.subarray(i, i + ENTRY));
    } else {
      parts.push(now.subarray(j, j + ENTRY));
      j += ENTRY;
    }
    if (order <= 0) i += ENTRY;
  }
  return Buffer.concat(parts);
}

export function keyAt(blob: Buffer, at: number): BlobKey {
  return { assetId: blob.readUInt32BE(at), ruleId: blob.readUInt32BE(at + 4), loc: blob.readBigInt64BE(at + 8) };
}

export function assetsIn(blob: Buffer): Set<number> {
  const assets = new Set<number>();
  for (let at = 0; at < blob.length; at += ENTRY) assets.add(blob.readUInt32BE(at));
  return assets;
}

/** Findings that detections make up, places aside: (asset, rule), with the location for kinds whose findings have one. */
export function findingsIn(keys: Iterable<BlobKey>, located: boolean): Set<number | string> {
  const found = new Set<number | string>();
  for (const { assetId, ruleId, loc } of keys)
    found.add(located ? `${assetId} ${ruleId} ${loc}` : assetId * 2 ** 26 + ruleId);
  return found;
}

export function* keysOf(blob: Buffer): Generator<BlobKey> {
  for (let at = 0; at < blob.length; at += ENTRY) yield keyAt(blob, at);
}

/** A blob without the given entries, which are in its order. */
export function withoutKeys(blob: Buffer, keys: readonly BlobKey[]): Buffer {
  if (keys.length === 0) return blob;
  const parts: Buffer[] = [];
  let next = 0;
  for (let at = 0; at < blob.length; at += ENTRY) {
    const key = keys[next];
    const { assetId, ruleId, loc } = keyAt(blob, at);
    if (key && key.assetId === assetId && key.ruleId === ruleId && key.loc === loc) next++;
    else parts.push(blob.subarray(at, at + ENTRY));
  }
  return Buffer.concat(parts);
}
