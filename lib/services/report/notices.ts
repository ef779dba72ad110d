import type { PoolClient } from "pg";
import { raise } from "../notice/raise";
import type { Claimed } from "./claim";
import type { Finished } from "./finish";

/** Security hears that closures wait for their word. */
export async function raiseHeld(client: PoolClient, report: Claimed, done: Finished): Promise<void> {
  await raise(client, {
    ...{ kind: "report_held", subject: `report:${report.id}`, key: `report-held:${report.id}` },
    data: { title: done.tool, closures: done.result.heldClosures, cluster: report.clusterSlug },
  });
}

/** Told once a day for each tool of a cluster: a pipeline that sends the same broken file all day is one piece of news. */
export async function raiseFailed(client: PoolClient, report: Claimed, tool: string | null): Promise<void> {
  if (report.options.dryRun) return;
  const day = new Date().toISOString().slice(0, 10);
  await raise(client, {
    ...{ kind: "report_failed", subject: `report:${report.id}` },
    key: `report-failed:${report.clusterId}:${tool ?? ""}:${day}`,
    data: { title: tool, cluster: report.clusterSlug },
  });
}
