import { notFound } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import { grouped } from "@/lib/domain/fix/grouped";
import type { PackageUpgrade } from "@/lib/domain/fix/packages";
import { fixKinds } from "@/lib/domain/vocabulary";
import { type FindingRecord, findingRecords } from "../finding/row";
import { lookUp, type Named } from "../names";
import { openFindingIds } from "./finding-ids";
import { type FixRecord, fixRecords } from "./list";
import { type PatchRecord, patchesOf } from "./patches";
import { remediationsOf } from "./steps";
import { type FixSum, totalOf } from "./sums";
import { type Touched, touchedBy, versionsFrom } from "./touched";
import { scoreBefore, type WhatIf, whatIf } from "./what-if";

export interface FixPlace {
  /** null: not deployed. */
  cluster: Named | null;
  findings: number;
  kev: number;
  workloads: number;
  points: number;
  scores: WhatIf;
}

export interface FixDetailRecord extends FixRecord {
  remediations: string[];
  packages: PackageUpgrade[];
  from: string[];
  byCluster: FixPlace[];
  byTeam: { team: Named | null; findings: number; workloads: number; points: number }[];
  touches: Touched[];
  worst: FindingRecord[];
  patches: PatchRecord[];
}

const WORST = 100;

/** All there is to know of a fix. Throws not_found for one that is not there, or touches nothing within the scope. */
export async function fixDetail(scope: Scope, id: string): Promise<FixDetailRecord> {
  return reading(scope, async (run) => {
    const before = await scoreBefore(run, scope, {});
    const number = /^\d{1,9}$/.test(id) ? Number(id) : 0;
    const [fix] = await fixRecords(run, scope, [number], {}, before);
    if (!fix) throw notFound("This fix");
    const [stored] = await run<{ detail: { packages?: PackageUpgrade[]; from?: number[] } }>({
      name: "fix-detail",
      text: "SELECT detail FROM fix WHERE id = $1",
      values: [number],
    });
    const names = await lookUp(run, scope, {
      clusters: fix.sums.map((sum) => sum.cluster),
      teams: fix.sums.map((sum) => sum.team),
    });
    const places = grouped(fix.sums, (sum) => sum.cluster);
    // Others than the reader's own teams stay nameless, and are one line.
    const teams = grouped(fix.sums, (sum) => (names.teams.has(sum.team) ? sum.team : 0));
    return {
      ...fix,
      remediations: await remediationsOf(run, number),
      packages: stored?.detail.packages ?? [],
      from: await versionsFrom(run, scope, stored?.detail.from ?? []),
      byCluster: [...places]
        .map(([cluster, sums]) => ({
          ...{ cluster: names.clusters.get(cluster) ?? null, kev: totalOf(sums, "kev") },
          ...counts(sums),
          scores: whatIf(before, sums, cluster),
        }))
        .sort((a, b) => b.points - a.points),
      byTeam: [...teams]
        .map(([team, sums]) => ({ team: names.teams.get(team) ?? null, ...counts(sums) }))
        .sort((a, b) => b.points - a.points),
      touches: await touchedBy(run, scope, number, stored?.detail.from ?? []),
      worst: await findingRecords(run, scope, await openFindingIds(run, scope, number, WORST)),
      patches: fixKinds.word(fix.kind) === "patch_manifest" ? await patchesOf(run, scope, number) : [],
    };
  });
}

const counts = (sums: readonly FixSum[]) => ({
  ...{ findings: totalOf(sums, "findings"), workloads: totalOf(sums, "workloads"), points: totalOf(sums, "points") },
});
