import type { Scope } from "@/lib/authz/scope";
import { all, type Parameters } from "../sql";
import { type Block, type Cover, cover, type DayRange, within } from "./blocks";
import { type ClusterInfo, narrowed, type PostureFilter } from "./cells";
import { folded } from "./fold";

/** What the rows are of. */
export interface AskedRows {
  scope: Scope;
  clusters: Map<number, ClusterInfo>;
  request: PostureFilter;
  /**
   * Rows of clusters, of teams or of both are told apart by `cluster_id` and `team_id`; of anything else those may be
   * together.
   */
  by: string;
}

interface Kept {
  /** Condition on `x`. */
  of: string;
  weight: string;
  join: string;
}

/** Which rows hold the answer where all clusters or all teams are asked for together; null where neither are. */
function together({ scope, request, by }: AskedRows, join: string): Kept | null {
  const anyCluster = !request.cluster && !request.environment && by !== "cluster" && by !== "both";
  const anyTeam = scope.teams === "*" && !request.team && by !== "team" && by !== "both";
  if (!anyCluster && !anyTeam) return null;
  const of = [anyCluster ? "x.cluster_id < 0" : "x.cluster_id >= 0", anyTeam ? "x.team_id = -1" : "x.team_id >= 0"];
  return anyCluster ? { of: all(of), weight: "-x.cluster_id", join: "" } : { of: all(of), weight: "k.weight", join };
}

const apart = (join: string): Kept => ({ of: "x.cluster_id >= 0 AND x.team_id >= 0", weight: "k.weight", join });
const touched = "(SELECT day FROM day_touched)";
const columnsOf = ["cluster_id", "team_id", "area", "unit", ...folded].map((name) => `x.${name}`).join(", ");

/**
 * FROM `x`: what changed on these days, with the weight of the clusters, in as few rows as the question needs: blocks of
 * days, the totals where all clusters or all teams are asked for together, and the day tables themselves, also for days whose
 * totals wait to be made. The day of a block is its first.
 */
export function changedRows(
  asked: AskedRows,
  p: Parameters,
  { blocks, left }: Cover,
  conditions: readonly string[] = [],
): string {
  const part = narrowed(asked.scope, p, "x", asked.clusters, asked.request);
  const rows = totalRows(asked, part, "posture", `x.day, ${columnsOf}`, [within(left, p), ...conditions]);
  if (blocks.length === 0) return `(${rows}) x`;
  const kept = together(asked, part.join) ?? apart(part.join);
  return `(SELECT x.day, ${columnsOf}, ${kept.weight} AS weight FROM ${listed(blocks, p)}
      JOIN posture_block x ON x.days = b.days AND x.day = b.day ${kept.join} WHERE ${all([kept.of, ...conditions, part.where])}
    UNION ALL ${rows}) x`;
}

const flowed =
  "opened, reopened, moved_in, fixed, accepted, dismissed, closed, moved_out, rerated, in_time, late, seconds";
const flowColumns = `day, cluster_id, team_id, area, severity, ${flowed}`.split(", ").map((name) => `x.${name}`);

/**
 * FROM `x`: what came and went on these days, likewise. Without `parts` nobody asks which area or severity: only then, and of
 * clusters or teams together, are there blocks.
 */
export function flowRows(
  asked: AskedRows,
  p: Parameters,
  ranges: readonly DayRange[],
  { blocks, conditions, parts }: { blocks: readonly Block[]; conditions: readonly string[]; parts: boolean },
): string {
  const part = narrowed(asked.scope, p, "x", asked.clusters, asked.request);
  const kept = parts ? null : together(asked, part.join);
  const { blocks: chosen, left } = cover(ranges, kept ? blocks : []);
  const columns = flowColumns.join(", ");
  const ofTotals = parts ? "x.area >= 0" : "x.area = -1";
  const rows = totalRows(asked, part, "flow", columns, [within(left, p), ...conditions], ofTotals);
  if (!kept || chosen.length === 0) return `(${rows}) x`;
  const ofBlocks = flowColumns.map((name) => (name === "x.area" || name === "x.severity" ? "-1" : name)).join(", ");
  return `(SELECT ${ofBlocks}, ${kept.weight} AS weight FROM ${listed(chosen, p)}
      JOIN flow_block x ON x.days = b.days AND x.day = b.day ${kept.join} WHERE ${all([kept.of, part.where])}
    UNION ALL ${rows}) x`;
}

function listed(blocks: readonly Block[], p: Parameters): string {
  const [days, starts] = [blocks.map((block) => block.days), blocks.map(({ day }) => day)];
  return `unnest(${p.add(days, "smallint[]")}, ${p.add(starts, "date[]")}) b(days, day)`;
}

function totalRows(
  asked: AskedRows,
  { join, where }: { join: string; where: string },
  table: "posture" | "flow",
  columns: string,
  conditions: readonly string[],
  ofTotals = "true",
): string {
  const fine = (...more: string[]) =>
    `SELECT ${columns}, k.weight FROM ${table}_day x ${join} WHERE ${all([...conditions, ...more, where])}`;
  const kept = together(asked, join);
  if (!kept) return fine();
  return `SELECT ${columns}, ${kept.weight} AS weight FROM ${table}_total x ${kept.join}
      WHERE ${all([...conditions, kept.of, ofTotals, `x.day NOT IN ${touched}`, where])}
    UNION ALL ${fine(`x.day IN ${touched}`)}`;
}

/** FROM `x`: rows of what is there now in the same shape, with what merges added and what waits to be folded into them. */
export function nowRows(asked: AskedRows, p: Parameters): string {
  const fine = narrowed(asked.scope, p, "posture_waiting", asked.clusters, asked.request);
  const kept = together(asked, fine.join) ?? apart(fine.join);
  return `(SELECT ${columnsOf}, ${kept.weight} AS weight FROM posture_now x ${kept.join} WHERE ${all([kept.of, fine.where])}
    UNION ALL SELECT ${columnsOf}, k.weight FROM ${fine.from} WHERE ${fine.where}) x`;
}
