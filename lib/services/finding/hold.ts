import type { PoolClient } from "pg";
import { conflict, Refusal } from "@/lib/authz/refusal";
import { lockFoundOn } from "@/lib/ingest/locks";

/** A finding as far as triage of many goes. */
export interface HeldFinding {
  id: string;
  rule: string;
  teamIds: [number, number];
  presence: number;
  decision: number;
  work: number;
  assigneeId: number | null;
}

/**
 * Keeps merges off these findings until the end of the transaction, and gives them as they are then, by id; those that
 * are not there are left out. Waits for a merge that is in hand, but not for long. Throws conflict when one of them
 * went to another thing while this waited; wrap the transaction in `orBusy`.
 */
export async function holdFindings(client: PoolClient, ids: readonly string[]): Promise<Map<string, HeldFinding>> {
  const subjects = await subjectsOf(client, ids);
  await client.query("SET LOCAL lock_timeout = '10s'");
  await lockFoundOn(client, subjects);
  for (const subject of (await subjectsOf(client, ids)).keys()) {
    if (!subjects.has(subject)) throw conflict("One of these findings just moved. Try again.");
  }
  const { rows } = await client.query<Omit<HeldFinding, "teamIds"> & { team: number; fix: number }>(
    `SELECT f.id::text, r.code AS rule, f.team_id AS team, f.fix_team_id AS fix, f.presence, f.decision, f.work,
       f.assignee_id AS "assigneeId"
     FROM finding f JOIN rule r ON r.id = f.rule_id WHERE f.id = ANY ($1::bigint[]) ORDER BY f.id FOR UPDATE OF f`,
    [ids],
  );
  return new Map(rows.map(({ team, fix, ...row }) => [row.id, { ...row, teamIds: [team, fix] }]));
}

/** Subject → its cluster; 0 for images and repositories, which lie in none. */
async function subjectsOf(client: PoolClient, ids: readonly string[]): Promise<Map<number, number>> {
  const { rows } = await client.query<{ id: number; cluster: number }>(
    `SELECT DISTINCT s.id, s.cluster_id AS cluster FROM finding f JOIN subject s ON s.id = f.subject_id WHERE f.id = ANY ($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map(({ id, cluster }) => [id, cluster]));
}

/** Tells somebody who waited for an import too long to try again, instead of failing. */
export async function orBusy<T>(work: Promise<T>, what = "these findings"): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "55P03") {
      const message = `An import is writing to ${what}. Try again in a moment.`;
      throw new Refusal("unavailable", message, { retryAfter: 5 });
    }
    throw error;
  }
}
