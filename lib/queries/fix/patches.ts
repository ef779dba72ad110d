import { stringify } from "yaml";
import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { grouped } from "@/lib/domain/fix/grouped";
import { type PatchResult, patchOf } from "@/lib/domain/fix/patch";
import { lookUp } from "../names";
import { all, Parameters } from "../sql";
import { visible } from "../visible";
import { atSpot } from "./finding-ids";

export interface PatchRecord {
  workload: string;
  namespace: string;
  cluster: string | null;
  yaml: string;
  command: string;
  notes: string[];
  rules: string[];
}

interface Row {
  subject: number;
  name: string;
  place: number;
  code: string;
  locations: unknown[];
}

const MOST = 500;

/** The patches that a fix consists of: one of each workload, for its open findings within the scope. */
export async function patchesOf(run: Run, scope: Scope, fixId: number): Promise<PatchRecord[]> {
  const p = new Parameters();
  const conditions = [`p.fix_id = ${p.add(fixId, "int")}`, "f.state < 4", ...visible(scope, p, "f")];
  const rows = await run<Row>({
    text: `SELECT s.id AS subject, s.name, f.place_id AS place, r.code,
        ARRAY(SELECT DISTINCT d.evidence->>'location' FROM placement w JOIN detection d ON d.asset_id = w.asset_id
          WHERE w.subject_id = s.id AND d.rule_id = r.id AND NOT d.muted AND d.evidence->>'location' LIKE 'container:%') AS locations
      FROM fix_part p CROSS JOIN LATERAL unnest(p.rules, p.locs) k(rule, loc)
      JOIN finding f ON f.subject_id = p.subject_id AND f.rule_id = k.rule AND f.loc = k.loc
      JOIN subject s ON s.id = f.subject_id JOIN rule r ON r.id = f.rule_id
      WHERE ${atSpot} AND ${all(conditions)} ORDER BY s.name, r.code LIMIT ${MOST}`,
    values: p.values,
  });
  const names = await lookUp(run, scope, { places: rows.map((row) => row.place) });
  const clusters = await lookUp(run, scope, { clusters: [...names.places.values()].map((place) => place.cluster_id) });
  return [...grouped(rows, (row) => `${row.subject} ${row.place}`).values()].flatMap((group) => {
    const [{ name, place }] = group as [Row];
    const at = names.places.get(place);
    const containers = [...new Set(group.flatMap((row) => containersIn(row.locations)))].sort();
    const broken = group.map((row) => ({ code: row.code, containers: containersIn(row.locations) }));
    const patch = patchOf({ name, namespace: at?.namespace ?? "", containers, broken });
    const cluster = clusters.clusters.get(at?.cluster_id ?? 0)?.slug ?? null;
    return patch ? [recordOf(name, at?.namespace ?? "", cluster, patch)] : [];
  });
}

const containersIn = (locations: readonly unknown[]): string[] =>
  locations.map((location) => String(location).replace(/^container:/, ""));

function recordOf(name: string, namespace: string, cluster: string | null, patch: PatchResult): PatchRecord {
  const slash = name.indexOf("/");
  const kind = slash < 0 ? "serviceaccount" : name.slice(0, slash).toLowerCase();
  const of = name.slice(slash + 1);
  return {
    ...{ workload: name, namespace, cluster, notes: patch.notes, rules: patch.rules },
    yaml: stringify(patch.manifest, { lineWidth: 0 }),
    command: `kubectl patch ${kind} ${of} --namespace ${namespace || "default"} --type ${slash < 0 ? "merge" : "strategic"} --patch-file patch.yaml`,
  };
}
