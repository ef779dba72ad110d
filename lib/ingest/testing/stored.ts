import { hash64 } from "../../domain/identity/fingerprint";
import type { Run } from "./driver";
import { findingKey, type ModelFinding, type PastPlace, type Place } from "./model-types";

/** Findings as the database has them, under the keys of the model. */
export async function storedFindings(run: Run): Promise<Map<string, ModelFinding & { id: string }>> {
  const locations = new Map<string, string>([["0", ""]]);
  for (const text of ["", "x", "y", "sh", "curl", "pkg:a", "pkg:b"])
    if (text !== "") locations.set(String(hash64(text)), text);
  const { rows } = await run.h.db.pool.query(
    `SELECT f.id::text, s.key, c.slug, f.place_id AS place, r.code AS rule, f.loc::text, f.team_id AS team, f.fix_team_id AS "fixTeam",
       f.presence, f.awaiting, f.severity, f.fix_state AS "fixState", f.points, f.places, f.flags, f.witnesses::int, f.state,
       f.first_seen_at AS first, f.state_at AS "stateAt", f.decision, f.work, f.due_at AS due, f.due_days AS "dueDays"
     FROM finding f JOIN subject s ON s.id = f.subject_id JOIN rule r ON r.id = f.rule_id LEFT JOIN cluster c ON c.id = s.cluster_id`,
  );
  return new Map(
    rows.map(({ key, slug, loc, first, stateAt, due, ...row }) => {
      const finding = {
        ...row,
        subject: subjectName(key, slug),
        location: locations.get(loc) ?? `?${loc}`,
        ...{ first: first.getTime(), stateAt: stateAt.getTime(), due: due?.getTime() ?? null },
      };
      return [findingKey(finding), finding];
    }),
  );
}

/** `workload/NS/Deployment/NAME` of a cluster is `CLUSTER/NS/NAME` in the model, `image/REPO` is `REPO`. */
function subjectName(key: string, cluster: string | null): string {
  if (key.startsWith("image/")) return key.slice("image/".length);
  if (key === "cluster") return String(cluster);
  const [, namespace, , name] = key.split("/");
  return `${cluster}/${namespace}/${name}`;
}

const placeText = (p: Place) =>
  [p.subject, p.place, p.asset, p.workload, `team ${p.team}/${p.fixTeam}`, p.running, p.exposed, p.since ?? ""].join(
    " ",
  );

/** Placements as the database has them, by the names of the model. */
export async function storedPlacements(run: Run): Promise<Place[]> {
  const { rows } = await run.h.db.pool.query(
    `SELECT s.key AS subject, sc.slug, p.place_id AS place, a.key AS asset, a.name AS tag, w.key AS workload, w.name AS wtag, p.team_id AS team,
       p.fix_team_id AS "fixTeam", p.running, p.exposed, p.since, p.arrived_at AS arrived
     FROM placement p JOIN subject s ON s.id = p.subject_id JOIN asset a ON a.id = p.asset_id JOIN asset w ON w.id = p.workload_id
     LEFT JOIN cluster sc ON sc.id = p.cluster_id`,
  );
  return rows.map((row) => ({
    ...row,
    subject: subjectName(row.subject, row.slug),
    asset: assetName(row.asset, row.tag, row.slug),
    workload: assetName(row.workload, row.wtag, row.slug),
    running: (["unknown", "yes", "no"] as const)[row.running as 0 | 1 | 2],
    since: row.since?.getTime() ?? null,
    arrived: row.arrived?.getTime() ?? null,
  }));
}

const assetName = (key: string, tag: string, cluster: string | null) =>
  key.startsWith("image/") ? tag.replace(/:v/, "@") : subjectName(key, cluster);

/** Where things were, by the names of the model. */
export async function storedPast(run: Run): Promise<PastPlace[]> {
  const { rows } = await run.h.db.pool.query(
    `SELECT s.key AS subject, c.slug, p.place_id AS place, a.key AS asset, a.name AS tag, w.key AS workload, w.name AS wtag, p.team_id AS team,
       p.since, p.until, p.arrived_at AS arrived
     FROM placement_past p JOIN subject s ON s.id = p.subject_id JOIN asset a ON a.id = p.asset_id JOIN asset w ON w.id = p.workload_id
     JOIN place q ON q.id = p.place_id LEFT JOIN cluster c ON c.id = q.cluster_id`,
  );
  return rows.map((row) => ({
    ...{ subject: subjectName(row.subject, row.slug), place: row.place, team: row.team },
    asset: assetName(row.asset, row.tag, row.slug),
    workload: assetName(row.workload, row.wtag, row.slug),
    ...{ since: row.since?.getTime() ?? null, arrived: row.arrived?.getTime() ?? null, until: row.until.getTime() },
  }));
}

/** What differs between model and database, one line each; times of "now" may differ by two minutes. */
export async function differences(run: Run): Promise<string[]> {
  const lines: string[] = [];
  const stored = (await storedPlacements(run)).map(placeText);
  const wanted = run.model.placements.map(placeText);
  for (const text of wanted) if (!stored.includes(text)) lines.push(`placement missing: ${text}`);
  for (const text of stored) if (!wanted.includes(text)) lines.push(`placement too much: ${text}`);
  if (lines.length > 0) return lines;

  const findings = await storedFindings(run);
  for (const [key, want] of run.model.findings) {
    const have = findings.get(key);
    if (!have) lines.push(`finding missing: ${key} ${JSON.stringify(want)}`);
    else lines.push(...fields(key, have, want));
  }
  for (const [key, have] of findings)
    if (!run.model.findings.has(key)) lines.push(`finding too much: ${key} ${JSON.stringify(have)}`);
  return lines;
}

function fields(key: string, have: ModelFinding, want: ModelFinding): string[] {
  const lines: string[] = [];
  for (const name of Object.keys(want) as Extract<keyof ModelFinding, string>[]) {
    if (have[name] === want[name]) continue;
    const times = name === "stateAt" || name === "due";
    if (times && Math.abs(Number(have[name]) - Number(want[name])) < 120_000) continue;
    const text = (value: unknown) => (times || name === "first" ? new Date(Number(value)).toISOString() : value);
    lines.push(`${key}: ${name} is ${text(have[name])}, expected ${text(want[name])}`);
  }
  return lines;
}
