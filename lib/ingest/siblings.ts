import { locatedKinds, type ResultClass, resultClasses } from "../domain/vocabulary";
import { findingsIn, keysOf } from "./blob";
import type { Prepared } from "./merge/prepared";
import { type Moment, type PlacementKey, removePlacements, SOURCE } from "./placements";
import { HOLD_MORE_THAN, type ResolvedScope, rebuild } from "./scopes";

interface SiblingInput {
  clusterId: number;
  stated: ResolvedScope[];
  report: Prepared;
}

interface Sibling {
  id: number;
  target: number;
  tool: number;
  class: number;
  profile: string;
  digest: string | null;
  observedAt: Date;
  completeAt: Date | null;
  wholeSince: Date | number | null;
  findings: number | null;
  muted: boolean;
  blob: Buffer | null;
}

/**
 * With the sender's word that a List is all there is, what an earlier List had and this one lacks is over: things of
 * the cluster are said to be clean, images are no longer placed there by reports (they may still run elsewhere).
 *
 * A list of a namespace speaks for that namespace only. A list of objects that lie in namespaces says nothing about
 * those that don't, nor the other way round: each kind of object is listed by itself. Where more than half would go, all
 * of it is held, as with a single report.
 */
export async function missingSiblings(
  moment: Moment,
  { clusterId, stated, report }: SiblingInput,
): Promise<ResolvedScope[]> {
  // What a sensor no longer says is not over.
  const mine = stated.filter((input) => input.reportId === report.reportId && input.scope.class !== "runtime");
  const classes = [...new Set(mine.map((input) => resultClasses.code(input.scope.class)))];
  const tools = [...new Set(mine.map((input) => input.toolId))];
  if (classes.length === 0) return [];
  const known = mine.map((input) => input.state.id);
  // The list is as old as the latest of what it lists.
  const at = [moment.at, ...mine.map((input) => input.at)].sort().at(-1) ?? moment.at;
  const spread = await moment.client.query<{ wide: boolean }>(
    `SELECT DISTINCT ${clusterWide} AS wide FROM scope s JOIN asset a ON a.id = s.target_id JOIN place p ON p.id = a.place_id WHERE s.id = ANY ($1)`,
    [known],
  );
  const { rows } = await moment.client.query<Sibling>(
    `SELECT s.id, s.target_id AS target, s.tool_id AS tool, s.class, s.profile, s.digest, s.observed_at AS "observedAt", s.complete_at AS "completeAt", s.findings, s.muted, s.looked_at AS "wholeSince", b.blob
     FROM scope s JOIN asset a ON a.id = s.target_id JOIN place p ON p.id = a.place_id LEFT JOIN scope_seen b ON b.scope_id = s.id
     WHERE s.cluster_id = $1 AND s.tool_id = ANY ($2) AND s.class = ANY ($3) AND NOT s.id = ANY ($4) AND a.cluster_id = $1 AND s.observed_at <= $5
       AND ${clusterWide} = ANY ($6) AND ($7 = '' OR p.namespace = $7 OR p.namespace = '' AND starts_with(s.profile, $7 || '/'))`,
    [clusterId, tools, classes, known, at, spread.rows.map(({ wide }) => wide), report.namespace],
  );
  const blobs = new Map<number, Buffer>();
  for (const row of rows) blobs.set(row.id, row.blob ?? (await rebuild(moment.client, row.id)));
  const hold = !report.force && goesTooFar(rows, blobs, mine);
  if (!hold) {
    await dropImages(
      moment,
      { clusterId, tools, classes, namespace: report.namespace },
      mine.map((input) => input.targetId),
    );
  }
  return rows.map((row) => ({
    scope: {
      target: null,
      class: resultClasses.word(row.class),
      profile: row.profile,
      complete: true,
      assessed: null,
      assesses: 0,
      observedAt: null,
      placedOn: [],
      tool: null,
      label: "missing from a complete list",
      rows: [],
    },
    state: {
      id: row.id,
      digest: row.digest,
      observedAt: row.observedAt,
      completeAt: row.completeAt,
      reportId: null,
      muted: row.muted,
      wholeSince: row.wholeSince,
      findings: row.findings,
      blob: blobs.get(row.id) as Buffer,
    },
    targetId: row.target,
    toolId: row.tool,
    rows: [],
    ...{ again: null, later: null },
    version: 0n,
    at,
    reportId: report.reportId,
    events: false,
    assessed: null,
    force: report.force,
    hold,
  }));
}

/** The object that a scope stands for is in no namespace; where it is about several things, its profile names it. */
const clusterWide = "(p.namespace = '' AND s.profile !~ '^[a-z0-9-]+/')";

/** More than half of the findings that these scopes and those of the list supported, and more than 20. */
function goesTooFar(siblings: Sibling[], blobs: Map<number, Buffer>, stated: ResolvedScope[]): boolean {
  let gone = 0;
  for (const { id, class: code, muted } of siblings) {
    if (!muted) gone += findingsOf(blobs.get(id) as Buffer, resultClasses.word(code));
  }
  if (gone <= HOLD_MORE_THAN) return false;
  let before = gone;
  for (const { state, scope } of stated) before += findingsOf(state.blob, scope.class);
  return gone * 2 > before;
}

const findingsOf = (blob: Buffer, name: ResultClass) =>
  findingsIn(keysOf(blob), (locatedKinds as readonly string[]).includes(name)).size;

interface Listed {
  clusterId: number;
  tools: number[];
  classes: number[];
  namespace: string;
}

async function dropImages(moment: Moment, listed: Listed, present: number[]): Promise<void> {
  const { clusterId, tools, classes, namespace } = listed;
  const { rows } = await moment.client.query<PlacementKey>(
    `SELECT p.subject_id AS subject, p.place_id AS place, p.asset_id AS asset, p.workload_id AS workload FROM placement p
     JOIN place q ON q.id = p.place_id
     WHERE p.cluster_id = $1 AND p.source = $2 AND p.asset_id <> p.workload_id AND NOT p.asset_id = ANY ($3) AND ($6 = '' OR q.namespace = $6)
       AND EXISTS (SELECT 1 FROM scope s WHERE s.target_id = p.asset_id AND s.tool_id = ANY ($4) AND s.class = ANY ($5))`,
    [clusterId, SOURCE.report, present, tools, classes, namespace],
  );
  await removePlacements(moment, rows);
}
