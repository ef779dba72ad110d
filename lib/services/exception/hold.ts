import type { PoolClient } from "pg";
import { Refusal } from "@/lib/authz/refusal";
import { lockCatalogue, lockClusters, lockSubjects } from "@/lib/ingest/locks";

/**
 * Keeps merges off all that an exception may cover, until the end of the transaction, in the order of the merge's
 * locks: those of its asset where it names one, else all. Waits for one that is in hand, but not for ever.
 */
export async function holdMerges(client: PoolClient, exceptionId: number, seconds = 20): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = '${Math.trunc(seconds)}s'`);
  const { rows } = await client.query<{ subject: number; cluster: number }>(
    "SELECT s.id AS subject, s.cluster_id AS cluster FROM exception x JOIN subject s ON s.id = x.subject_id WHERE x.id = $1",
    [exceptionId],
  );
  const of = rows[0];
  if (!of) return lockCatalogue(client);
  await lockClusters(client, { clusters: new Map(of.cluster === 0 ? [] : [[of.cluster, true]]) });
  if (of.cluster === 0) await lockSubjects(client, [of.subject]);
}

/** Runs `work`; a wait that took too long is told as `unavailable`. */
export async function orBusy<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "55P03")
      throw new Refusal("unavailable", "An import is writing to these findings. Try again in a moment.", {
        retryAfter: 5,
      });
    throw error;
  }
}
