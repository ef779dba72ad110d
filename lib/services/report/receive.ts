import type { Pool } from "pg";
import { type Actor, actorUserId } from "../../authz/actor";
import { pool as sharedPool } from "../../db/pool";
import { transaction } from "../../db/transaction";
import { enqueue } from "../../jobs/enqueue";
import { Digester, type Digests } from "./content";

/** Options that travel with a report to its importer and to the merge. */
export interface ReportOptions {
  format?: string;
  namespace?: string;
  node?: string;
  image?: string;
  repository?: string;
  asset?: string;
  profile?: string;
  observedAt?: string;
  complete?: boolean;
  dryRun?: boolean;
  force?: boolean;
}

export interface ReportInput extends ReportOptions {
  /** 0: no cluster, for images and repositories that run nowhere that we know of. */
  clusterId: number;
  fileName?: string;
  idempotencyKey?: string;
}

export class TooLarge extends Error {}

const CHUNK = 1024 * 1024;

/** Largest upload in bytes, as it comes over the wire. */
export function uploadLimit(): number {
  return Number(process.env.PARAPET_MAX_UPLOAD_BYTES) || 4 * 1024 ** 3;
}

/**
 * Stores a body in chunks as it comes and queues it once all is durable. Returns the id of the report; the same
 * idempotency key in the same cluster gives the report that it gave before. Nothing is kept of a body that breaks off.
 * Throws TooLarge. Rights are checked by the caller's operation (`reports.import`).
 */
export async function receiveReport(
  actor: Actor,
  { clusterId, fileName, idempotencyKey, ...options }: ReportInput,
  body: AsyncIterable<Uint8Array>,
  pool: Pool = sharedPool(),
): Promise<string> {
  const made = await pool.query<{ id: string }>(
    `INSERT INTO report (cluster_id, state, file_name, options, idempotency_key, received_by, token_id)
     VALUES ($1, 'receiving', $2, $3, $4, $5, $6) ON CONFLICT (cluster_id, idempotency_key) DO NOTHING RETURNING id::text`,
    [
      clusterId,
      fileName ?? null,
      JSON.stringify(options),
      idempotencyKey ?? null,
      actorUserId(actor),
      actor.kind === "token" ? actor.id : null,
    ],
  );
  const id = made.rows[0]?.id;
  if (!id) return await earlier(pool, clusterId, idempotencyKey as string);
  try {
    const { bytes, digest, content, time } = await store(pool, id, body, options.format);
    await transaction(async (client) => {
      await client.query({
        name: "report-queued",
        text: "UPDATE report SET state = 'queued', bytes = $2, digest = $3, content_digest = $4, stated_at = $5 WHERE id = $1",
        values: [id, bytes, digest, content, time],
      });
      await enqueue(client, "process-report", { reportId: id }, { key: `report-${id}` });
    }, pool);
    return id;
  } catch (error) {
    await pool
      .query("WITH gone AS (DELETE FROM report_chunk WHERE report_id = $1) DELETE FROM report WHERE id = $1", [id])
      .catch(() => {});
    throw error;
  }
}

async function earlier(pool: Pool, clusterId: number, key: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT id::text FROM report WHERE cluster_id = $1 AND idempotency_key = $2",
    [clusterId, key],
  );
  if (!rows[0]) throw new Error("the report of this idempotency key was withdrawn, send it again");
  return rows[0].id;
}

async function store(
  pool: Pool,
  id: string,
  body: AsyncIterable<Uint8Array>,
  format?: string,
): Promise<Digests & { bytes: number }> {
  const digester = new Digester(format);
  const limit = uploadLimit();
  let bytes = 0;
  let seq = 0;
  let pending: Uint8Array[] = [];
  let size = 0;
  const flush = async () => {
    if (size === 0) return;
    await pool.query({
      name: "chunk-insert",
      text: "INSERT INTO report_chunk (report_id, seq, data) VALUES ($1, $2, $3)",
      values: [id, seq++, Buffer.concat(pending)],
    });
    pending = [];
    size = 0;
  };
  for await (const part of body) {
    bytes += part.length;
    if (bytes > limit) throw new TooLarge(`the body is larger than ${limit} bytes`);
    digester.update(part);
    pending.push(part);
    size += part.length;
    if (size >= CHUNK) await flush();
  }
  await flush();
  return { bytes, ...digester.end() };
}
