import { resultClasses } from "../domain/vocabulary";
import type { Prepared } from "./merge";
import { type Moment, type PlacementKey, removePlacements, SOURCE } from "./placements";
import { type ResolvedScope, rebuild } from "./scopes";

interface SiblingInput {
  clusterId: number;
  toolId: number;
  stated: ResolvedScope[];
  report: Prepared;
}

/**
 * With the sender's word that a List is all there is, what an earlier List had and this one lacks is over: things of
 * the cluster are said to be clean, images are no longer placed there by reports (they may still run elsewhere).
 */
export async function missingSiblings(
  moment: Moment,
  { clusterId, toolId, stated, report }: SiblingInput,
): Promise<ResolvedScope[]> {
  const mine = stated.filter((input) => input.reportId === report.reportId);
  const classes = [...new Set(mine.map((input) => resultClasses.code(input.scope.class)))];
  if (classes.length === 0) return [];
  const known = mine.map((input) => input.state.id);
  const { rows } = await moment.client.query<{
    id: number;
    target: number;
    class: number;
    profile: string;
    digest: string | null;
    observedAt: Date;
    completeAt: Date | null;
    findings: number | null;
    muted: boolean;
    blob: Buffer | null;
  }>(
    `SELECT s.id, s.target_id AS target, s.class, s.profile, s.digest, s.observed_at AS "observedAt", s.complete_at AS "completeAt", s.findings, s.muted, b.blob
     FROM scope s JOIN asset a ON a.id = s.target_id LEFT JOIN scope_seen b ON b.scope_id = s.id
     WHERE s.cluster_id = $1 AND s.tool_id = $2 AND s.class = ANY ($3) AND NOT s.id = ANY ($4) AND a.cluster_id = $1 AND s.observed_at <= $5`,
    [clusterId, toolId, classes, known, moment.at],
  );
  await dropImages(
    moment,
    clusterId,
    toolId,
    classes,
    mine.map((input) => input.targetId),
  );
  const blobs = new Map<number, Buffer>();
  for (const row of rows) blobs.set(row.id, row.blob ?? (await rebuild(moment.client, row.id)));
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
      findings: row.findings,
      blob: blobs.get(row.id) as Buffer,
    },
    targetId: row.target,
    toolId,
    rows: [],
    at: moment.at,
    reportId: report.reportId,
    events: false,
    assessed: null,
    force: report.force,
  }));
}

async function dropImages(
  moment: Moment,
  clusterId: number,
  toolId: number,
  classes: number[],
  present: number[],
): Promise<void> {
  const { rows } = await moment.client.query<PlacementKey>(
    `SELECT p.subject_id AS subject, p.place_id AS place, p.asset_id AS asset, p.workload_id AS workload FROM placement p
     WHERE p.cluster_id = $1 AND p.source = $2 AND p.asset_id <> p.workload_id AND NOT p.asset_id = ANY ($3)
       AND EXISTS (SELECT 1 FROM scope s WHERE s.target_id = p.asset_id AND s.tool_id = $4 AND s.class = ANY ($5))`,
    [clusterId, SOURCE.report, present, toolId, classes],
  );
  await removePlacements(moment, rows);
}
