import type { TaskList } from "graphile-worker";
import type { Pool } from "pg";
import { fetchFeeds } from "../../services/enrichment/fetch";
import { expireExceptions } from "../../services/exception/expire";
import { age } from "../../services/finding/quiet";
import { refreshFixes } from "../../services/fix/refresh";
import { foldKnownPods } from "../../services/inventory/fold-pods";
import { reassign } from "../../services/ownership/reassign";
import { refreshUnits } from "../../services/posture/refresh-units";
import { takeSnapshot } from "../../services/posture/snapshot";
import { verifyTouched } from "../../services/remediation/verify";
import { processReport } from "../../services/report/process";
import { importsWait } from "../../services/report/waiting";
import { mergeSame } from "../../services/rule/merge-same";
import { isPastComingIn } from "../../services/setting/demo";
import { recomputeDue } from "../../services/sla/recompute";
import { enqueueFixes, type Jobs } from "../enqueue";
import { inPresent } from "./in-present";
import { noticeTasks } from "./notices";

/** Every task of the queue; payloads are those of lib/jobs/enqueue.ts. */
export function tasks(pool: Pool): TaskList {
  return {
    ...noticeTasks(pool),
    "process-report": (payload) => processReport(pool, (payload as Jobs["process-report"]).reportId),
    "refresh-units": async (payload) => {
      const { clusterId, at } = payload as Jobs["refresh-units"];
      const time = at ? new Date(at) : new Date();
      await foldKnownPods(pool, clusterId, time);
      await refreshUnits(pool, clusterId, time);
      // While a past comes in, once a minute is enough.
      if (!(await isPastComingIn(pool))) await enqueueFixes(pool);
    },
    "count-sources": async () => {
      await pool.query("SELECT sources_count(NULL)");
    },
    "history-blocks": async () => {
      await pool.query("SELECT history_blocks()");
    },
    "refresh-fixes": async (payload, { abortSignal }) => {
      // Each import that ends has this done anew, so what is left now is seen to by the last of them, or within a minute.
      const { patient } = payload as Jobs["refresh-fixes"];
      await refreshFixes(pool, async () => !abortSignal?.aborted && !(patient && (await importsWait(pool))));
    },
    reassign: () => reassign(pool),
    due: async (payload) => {
      await recomputeDue(pool, payload as Jobs["due"]);
    },
    "fetch-feeds": () => fetchFeeds(pool),
    "merge-rules": inPresent(pool, () => mergeSame(pool)),
    exceptions: inPresent(pool, () => expireExceptions(pool)),
    "verify-remediations": inPresent(pool, () => verifyTouched(pool)),
    quiet: inPresent(pool, () => age(pool)),
    snapshot: inPresent(pool, () => takeSnapshot(pool, new Date().toISOString().slice(0, 10))),
  };
}
