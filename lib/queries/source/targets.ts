import { notFound } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import { defaultFreshnessDays } from "@/lib/domain/score/evidence";
import { assetKinds, resultClasses } from "@/lib/domain/vocabulary";
import { all, Parameters } from "../sql";
import { ownPosture } from "../visible";
import { INVENTORY, windowStart } from "./heard";
import type { FailedUpload } from "./record";
import { failedUpload, heldUpload, troubledUploads } from "./uploads";

export interface Target {
  name: string;
  kind: string;
  /** What the tool looks for on it. */
  classes: string[];
  observedAt: Date;
  stale: boolean;
}

export interface TargetsResult {
  cluster: { slug: string; name: string };
  tool: string;
  windowDays: number;
  targets: number;
  stale: number;
  observedAt: Date | null;
  /** The longest unheard first, and no more than `MOST`. */
  items: Target[];
  failure: FailedUpload | null;
  held: string | null;
}

const MOST = 200;

interface Row {
  name: string;
  kind: number;
  classes: number[];
  at: Date;
  targets: number;
  stale: number;
  newest: Date;
}

/** Of what in a cluster a tool has spoken, and when. Throws not_found for a cluster that the reader may not see. */
export async function sourceTargets(scope: Scope, slug: string, tool: string): Promise<TargetsResult> {
  return reading(scope, async (run) => {
    const at = new Date();
    const [cluster] = await run<{ id: number; name: string; inventoryAt: Date | null }>({
      name: "source-cluster",
      text: 'SELECT id, name, inventory_at AS "inventoryAt" FROM cluster WHERE slug = $1',
      values: [slug],
    });
    if (!cluster) throw notFound("This cluster");
    const p = new Parameters();
    const own = all([`w.cluster_id = ${p.add(cluster.id, "int")}`, ...ownPosture(scope, p, "w")]);
    const oldest = p.add(windowStart(at), "timestamptz");
    const rows = await run<Row>({
      text: `SELECT a.name, a.kind, x.classes, x.at, x.targets, x.stale, x.newest FROM (
          SELECT y.*, (count(*) OVER ())::int AS targets, (count(*) FILTER (WHERE y.at < ${oldest}) OVER ())::int AS stale,
            max(y.at) OVER () AS newest
          FROM (SELECT s.target_id, array_agg(DISTINCT s.class) AS classes, max(s.observed_at) AS at
            FROM (SELECT DISTINCT w.asset_id FROM placement w WHERE ${own}) w
            JOIN scope s ON s.target_id = w.asset_id JOIN tool t ON t.id = s.tool_id AND t.name = ${p.add(tool, "text")}
            WHERE s.observed_at IS NOT NULL GROUP BY 1) y ORDER BY y.at, y.target_id LIMIT ${MOST}) x
        JOIN asset a ON a.id = x.target_id ORDER BY x.at, a.name`,
      values: p.values,
    });
    const uploads = await troubledUploads(run, scope, [cluster.id], [tool], at);
    const last = uploads.find((one) => one.tool === tool);
    return {
      cluster: { slug, name: cluster.name },
      tool,
      windowDays: defaultFreshnessDays,
      targets: rows[0]?.targets ?? 0,
      stale: rows[0]?.stale ?? 0,
      observedAt: rows[0]?.newest ?? (tool === INVENTORY ? cluster.inventoryAt : null),
      items: rows.map((row) => ({
        name: row.name,
        kind: assetKinds.word(row.kind),
        classes: row.classes.map((code) => resultClasses.word(code)),
        observedAt: row.at,
        stale: row.at < windowStart(at),
      })),
      failure: failedUpload(last),
      held: heldUpload(last),
    };
  });
}
