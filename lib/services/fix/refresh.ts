import type { Pool, PoolClient } from "pg";
import { alone } from "../../db/alone";
import { keepWorthwhile, workOutMoves } from "./after";
import { draftsOf, storedDraft, storedMove, subjectsOf } from "./assign";
import { loadFindings } from "./load";
import { workOutUnits } from "./units";
import { movesOf } from "./versions";
import { writeFixes, writeSums } from "./write";

/** The advisory lock that lets one process work fixes out at a time. */
const FIXES = 72_007;
/** Findings and subjects of one transaction: bounds its memory and how long it holds back the cleaning of tables. */
const MOST_FINDINGS = 40_000;
const MOST_SUBJECTS = 300;

/** Is asked before each batch whether it is still time for it. */
type GoOn = () => Promise<boolean>;

/**
 * Works the fixes of all subjects out anew that merges named since the last time; returns how many subjects. In proportion to
 * their findings. Where another process is at it, it is left to that: whoever ends looks whether more came.
 */
export async function refreshFixes(pool: Pool, goOn: GoOn = async () => true): Promise<number> {
  let done = 0;
  const work = async (client: PoolClient) => {
    done += await allBatches(client, goOn);
  };
  while ((await goOn()) && (await alone(pool, FIXES, work))) {
    const { rows } = await pool.query("SELECT 1 FROM fix_dirty LIMIT 1");
    if (rows.length === 0) break;
  }
  return done;
}

/**
 * Batch after batch. Where one fails, its subjects are tried one by one, and one that fails alone is left out and told in the end, so
 * that it never holds up the others.
 */
async function allBatches(client: PoolClient, goOn: GoOn): Promise<number> {
  const failed: number[] = [];
  let done = 0;
  let most = MOST_SUBJECTS;
  let error: unknown = null;
  while (await goOn()) {
    const batch = await nextBatch(client, most, failed);
    if (batch.error !== undefined) {
      if (batch.subjects.length === 1) {
        failed.push(...batch.subjects);
        error = batch.error;
      }
      most = 1;
    } else if (batch.subjects.length === 0) break;
    else done += batch.subjects.length;
  }
  if (error !== null) throw error;
  return done;
}

async function nextBatch(
  client: PoolClient,
  most: number,
  without: readonly number[],
): Promise<{ subjects: number[]; error?: unknown }> {
  await client.query(
    "BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL client_min_messages = warning; SET LOCAL work_mem = '64MB'",
  );
  let subjects: number[] = [];
  try {
    const found = await dirty(client, most, without);
    subjects = found.subjects;
    if (subjects.length > 0) await workOut(client, subjects);
    await client.query("DELETE FROM fix_dirty WHERE id = ANY ($1)", [found.ids]);
    await client.query("COMMIT");
    return { subjects };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    if (subjects.length === 0) throw error;
    return { subjects, error };
  }
}

/** The subjects that wait longest, as many as have so many findings together; and all rows that name them. */
async function dirty(
  client: PoolClient,
  most: number,
  without: readonly number[],
): Promise<{ ids: string[]; subjects: number[] }> {
  const { rows } = await client.query<{ subject: number; ids: string[]; n: number }>(
    `SELECT d.subject_id AS subject, d.ids, (SELECT count(*)::int FROM (SELECT 1 FROM finding f WHERE f.subject_id = d.subject_id
       AND f.presence = 0 LIMIT ${MOST_FINDINGS}) f) AS n
     FROM (SELECT subject_id, array_agg(id::text) AS ids FROM (SELECT id, subject_id FROM fix_dirty WHERE NOT subject_id = ANY ($1)
       ORDER BY id LIMIT 20000) d GROUP BY 1 ORDER BY min(id) LIMIT $2) d`,
    [without, most],
  );
  const ids: string[] = [];
  const subjects: number[] = [];
  let findings = 0;
  for (const row of rows) {
    findings += row.n;
    if (subjects.length > 0 && findings > MOST_FINDINGS) break;
    subjects.push(row.subject);
    ids.push(...row.ids);
  }
  return { ids, subjects };
}

async function workOut(client: PoolClient, ids: readonly number[]): Promise<void> {
  await loadFindings(client, ids);
  const subjects = await subjectsOf(client, ids);
  const found = await movesOf(client, ids);
  await workOutMoves(client, found);
  const moves = await keepWorthwhile(client, found);
  const drafts = await draftsOf(client, subjects);
  const stored = [
    ...moves.flatMap((move) => {
      const subject = subjects.get(move.subject);
      return subject ? [storedMove(move, subject)] : [];
    }),
    ...drafts.map(storedDraft),
  ];
  await writeFixes(client, stored, drafts);
  await workOutUnits(client);
  await writeSums(client, ids);
}
