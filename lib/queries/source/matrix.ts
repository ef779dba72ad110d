import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import { defaultFreshnessDays } from "@/lib/domain/score/evidence";
import { areas } from "@/lib/domain/vocabulary";
import { clustersOf, type PostureFilter } from "../posture/cells";
import { postureIn } from "../posture/posture";
import { heardByCluster, inventories, windowStart } from "./heard";
import type { ClusterSources, SourcesResult } from "./record";
import { sourceSentences } from "./sentences";
import { failedUpload, heldUpload, senders, troubledUploads } from "./uploads";

/** Who speaks of which cluster, when last, and what nobody speaks of. The clusters in the order of the overview. */
export async function sourceMatrix(scope: Scope, filter: PostureFilter = {}): Promise<SourcesResult> {
  return reading(scope, async (run) => {
    const at = new Date();
    const { rows } = await postureIn(run, scope, "cluster", filter);
    const ids = new Map([...(await clustersOf(run, filter)).values()].map(({ slug, id }) => [slug, id]));
    const known = rows.flatMap((row) => (row.key === null ? [] : [{ row, id: ids.get(row.key) ?? 0 }]));
    const clusterIds = known.map(({ id }) => id);
    // Where the objects also made findings, that says more.
    const heard = [...(await heardByCluster(run, scope, clusterIds, at)), ...(await inventories(run, clusterIds))];
    const tools = [...new Set([...heard.map(({ tool }) => tool), ...(await senders(run, scope, clusterIds))])].sort();
    const uploads = await troubledUploads(run, scope, clusterIds, tools, at);
    const clusters = known.map(({ row, id }): ClusterSources => {
      const last = (tool: string | null) => uploads.find((one) => one.cluster === id && one.tool === tool);
      const failure = (tool: string | null) => failedUpload(last(tool));
      return {
        slug: row.key as string,
        name: row.name,
        environment: row.environment ?? "",
        overall: row.overall,
        unknown: areas.list.filter((area) => row.areas[area].state === "unknown"),
        cells: tools.flatMap((tool) => {
          const said = heard.find((one) => one.cluster === id && one.tool === tool);
          const failed = failure(tool);
          const held = heldUpload(last(tool));
          if (!said && !failed && !held) return [];
          return [
            {
              tool,
              state: failed ? "failed" : said && isSilent(said, at) ? "stale" : "fresh",
              targets: said?.targets ?? 0,
              staleTargets: said?.stale ?? 0,
              observedAt: said?.observedAt ?? null,
              failure: failed,
              held,
            } as const,
          ];
        }),
        unrecognised: failure(null),
      };
    });
    return {
      sentences: sourceSentences(clusters, defaultFreshnessDays, at),
      windowDays: defaultFreshnessDays,
      tools: tools.filter((tool) => clusters.some(({ cells }) => cells.some((cell) => cell.tool === tool))),
      clusters,
      asOf: at,
    };
  });
}

/** Nothing that it spoke of was heard of within the window. */
function isSilent({ observedAt }: { observedAt: Date }, at: Date): boolean {
  return observedAt < windowStart(at);
}
