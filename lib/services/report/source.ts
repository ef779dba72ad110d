import type { Pool } from "pg";

/** The raw bytes of a report, one chunk in memory at a time. `onBytes` hears how many were read so far. */
export async function* chunksOf(
  pool: Pool,
  reportId: string,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for (let seq = 0; ; seq++) {
    const { rows } = await pool.query<{ data: Buffer }>({
      name: "chunk",
      text: "SELECT data FROM report_chunk WHERE report_id = $1 AND seq = $2",
      values: [reportId, seq],
    });
    const data = rows[0]?.data;
    if (!data) return;
    bytes += data.length;
    onBytes?.(bytes);
    yield data;
  }
}
