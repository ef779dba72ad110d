import type { Pool } from "pg";
import { from as copyFrom } from "pg-copy-streams";

/**
 * The limit L: rows a second of a COPY of the detections that are there into a table like theirs without index or log.
 * Median of three, of so many rows at most. `width` is the size of a row on the wire in bytes.
 */
export async function copyLimit(
  pool: Pool,
  most = 1_000_000,
): Promise<{ rowsPerSecond: number; width: number; rows: number }> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ line: string }>(
      `SELECT concat_ws(E'\\t', asset_id, rule_id, loc, scope_id, content_hash, first_seen_at, tool_id, severity, severity_source, fix_state,
         CASE WHEN muted THEN 't' ELSE 'f' END, replace(evidence::text, '\\', '\\\\')) || E'\\n' AS line FROM detection LIMIT $1`,
      [most],
    );
    const pieces: Buffer[] = [];
    for (let i = 0; i < rows.length; i += 2000)
      pieces.push(
        Buffer.from(
          rows
            .slice(i, i + 2000)
            .map((row) => row.line)
            .join(""),
        ),
      );
    await client.query("DROP TABLE IF EXISTS bench_limit");
    await client.query("CREATE UNLOGGED TABLE bench_limit (LIKE detection)");
    const speeds: number[] = [];
    for (let run = 0; run < 3; run++) {
      await client.query("TRUNCATE bench_limit");
      const start = performance.now();
      const stream = client.query(copyFrom("COPY bench_limit FROM STDIN"));
      const finished = new Promise<void>((resolve, reject) => stream.on("finish", resolve).on("error", reject));
      for (const piece of pieces)
        if (!stream.write(piece)) await new Promise((resolve) => stream.once("drain", resolve));
      stream.end();
      await finished;
      speeds.push(rows.length / ((performance.now() - start) / 1000));
    }
    await client.query("DROP TABLE bench_limit");
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    return {
      rowsPerSecond: speeds.sort((a, b) => a - b)[1] as number,
      width: Math.round(bytes / rows.length),
      rows: rows.length,
    };
  } finally {
    client.release();
  }
}
