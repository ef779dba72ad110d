import type { Pool, PoolClient } from "pg";
import { to as copyTo } from "pg-copy-streams";

/** Bytes before the first row of a binary COPY, without extensions. */
const HEADER = 19;

/**
 * The rows of a statement whose columns are all `bytea` or `bigint`, as raw bytes: text would double them.
 * Format: PostgreSQL manual, COPY, "Binary Format".
 */
async function copied(client: PoolClient, select: string): Promise<Buffer[][]> {
  const parts: Buffer[] = [];
  for await (const part of client.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT binary)`)))
    parts.push(part as Buffer);
  const all = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  const rows: Buffer[][] = [];
  let at = HEADER + all.readInt32BE(HEADER - 4);
  for (;;) {
    const fields = all.readInt16BE(at);
    if (fields < 0) return rows;
    at += 2;
    const row: Buffer[] = [];
    for (let i = 0; i < fields; i++) {
      const length = all.readInt32BE(at);
      row.push(all.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    rows.push(row);
  }
}

const plain = (id: string) => {
  if (!/^\d+$/.test(id)) throw new Error(`${id} is no report id`);
  return id;
};

/** The raw bytes of reports that are small, by id. */
export async function bytesOf(client: PoolClient, reportIds: string[]): Promise<Map<string, Buffer[]>> {
  const found = new Map<string, Buffer[]>(reportIds.map((id) => [id, []]));
  if (reportIds.length === 0) return found;
  const rows = await copied(
    client,
    `SELECT report_id, data FROM report_chunk WHERE report_id IN (${reportIds.map(plain).join(",")}) ORDER BY report_id, seq`,
  );
  for (const [id, data] of rows as [Buffer, Buffer][]) found.get(String(id.readBigInt64BE(0)))?.push(data);
  return found;
}

/** The raw bytes of a report, one chunk in memory at a time. `bytes`: how many there are. */
export async function* chunksOf(pool: Pool, reportId: string, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for (let seq = 0; left > 0; seq++) {
    const client = await pool.connect();
    let rows: Buffer[][];
    try {
      rows = await copied(
        client,
        `SELECT data FROM report_chunk WHERE report_id = ${plain(reportId)} AND seq = ${seq}`,
      );
    } finally {
      client.release();
    }
    const data = rows[0]?.[0];
    if (!data) return;
    left -= data.length;
    yield data;
  }
}
