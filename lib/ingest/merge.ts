import type { Pool, PoolClient } from "pg";
import { beginMerge } from "./merge/begin";
import { compare, Difference } from "./merge/compare";
import { resolveNames } from "./merge/names";
import { placeAll } from "./merge/place";
import type { Prepared } from "./merge/prepared";
import { record } from "./record";
import { ReadAgain } from "./scopes";
import type { MergeCounts } from "./types";

export type { Prepared } from "./merge/prepared";

/**
 * Runs in the transaction of a merge, last; throwing undoes everything (dry runs do). May send `commit` along with its
 * own last statements, and nothing after it.
 */
type Finish = (
  /** By report id. */
  counts: Map<string, MergeCounts>,
  commit: () => Promise<unknown>,
) => Promise<void>;

/**
 * Merges reports into detections, findings, journal and roll-up, in one transaction: all of them or none.
 * @param pool for what is looked up before: catalogues, which are made outside of the transaction
 * Throws ReadAgain for a report of which was recognised what does not hold any more; nothing is merged then.
 */
export async function mergeReports(
  { pool, client }: { pool: Pool; client: PoolClient },
  reports: Prepared[],
  finish: Finish,
): Promise<void> {
  const names = await resolveNames(pool, reports);
  try {
    const known = await beginMerge(client, reports, names);
    const difference = new Difference();
    for (const group of groupsOf(reports)) {
      const { placed, states } = await placeAll(client, group, names, known);
      for (const one of placed) await compare(client, one, states, names, difference);
    }
    if (difference.doubted.size > 0) throw new ReadAgain([...difference.doubted]);
    await record(client, difference);
    let committed = false;
    const commit = () => {
      committed = true;
      return client.query("COMMIT");
    };
    await finish(difference.counts, commit);
    if (!committed) await commit();
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/** What one configuration of a cluster changes the next report sees; images in several reports are not the same. */
function groupsOf(reports: Prepared[]): Prepared[][] {
  const ordered = [...reports].sort((a, b) => (a.observedAt < b.observedAt ? -1 : 1));
  const still = ordered.every(({ collected }) => collected.inventory.length === 0);
  return still ? [ordered] : ordered.map((report) => [report]);
}
