import type { PoolClient } from "pg";
import { lockCatalogue, lockFoundOn } from "@/lib/ingest/locks";

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
  await lockFoundOn(client, new Map([[of.subject, of.cluster]]));
}
