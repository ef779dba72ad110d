import { notFound } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import type { FindingRequest } from "../finding/request";
import { namedWorkloads, type WorkloadRow } from "../inventory/workloads";
import { Parameters } from "../sql";
import { ownTeam } from "../visible";
import { momentOf } from "./moment";
import { assetRisks, largestOf } from "./overview";
import { nameTools, postureIn } from "./posture";
import type { PostureRecord } from "./row";
import { placeSentences, type Sentence } from "./sentences";
import { type SourceRecord, sources } from "./sources";
import { type WorkCounts, workCounts } from "./work";
import { worstWorkloads } from "./workloads";
import { worstAssets } from "./worst";

export interface PlaceResult {
  row: PostureRecord;
  sentences: Sentence[];
  byOther: PostureRecord[];
  /** null on a past day, as are sources and work. */
  workloads: WorkloadRow[] | null;
  sources: SourceRecord[] | null;
  work: WorkCounts | null;
  /** The past day that it is the evening of; null: now. */
  day: string | null;
}

const WORKLOADS = 20;

/** A cluster as its page shows it, now or on the evening of a past day. Throws not_found for one that is not there or not within the scope. */
export async function clusterDetail(scope: Scope, slug: string, asOf?: string): Promise<PlaceResult> {
  return reading(scope, async (run) => {
    const [cluster] = await run<{ id: number; name: string; environment: string }>({
      name: "cluster-by-slug",
      text: "SELECT id, name, environment FROM cluster WHERE slug = $1",
      values: [slug],
    });
    if (!cluster) throw notFound("This cluster");
    const moment = momentOf(asOf);
    const { at, day } = moment;
    // What its teams add up to is the cluster.
    const { rows: teams, total } = await postureIn(run, scope, "team", { cluster: slug }, moment);
    const row = { ...total, key: slug, name: cluster.name, environment: cluster.environment };
    if (day === null) await nameTools(run, scope, [{ row, id: cluster.id }], at);
    return {
      row,
      day,
      ...(day ? past(row, "cluster") : await details(run, scope, { cluster: [slug] }, row, "cluster")),
      byOther: teams.filter((team) => team.findings > 0 || team.workloads > 0),
      sources: day ? null : await sources(run, scope, { cluster: cluster.id }, at),
      work: day ? null : await workCounts(run, scope, { clusters: [cluster.id] }, at),
    };
  });
}

/** A team as its page shows it, now or on a past evening: its posture is what it runs, its work is what it can fix. Throws not_found. */
export async function teamDetail(scope: Scope, slug: string, asOf?: string): Promise<PlaceResult> {
  return reading(scope, async (run) => {
    const p = new Parameters();
    const text = `SELECT id, name FROM team WHERE slug = ${p.add(slug, "text")} AND ${ownTeam(scope, p, "id")}`;
    const [team] = await run<{ id: number; name: string }>({ text, values: p.values });
    if (!team) throw notFound("This team");
    const moment = momentOf(asOf);
    const { at, day } = moment;
    const { rows: clusters, total } = await postureIn(run, scope, "cluster", { team: slug }, moment);
    const row = { ...total, key: slug, name: team.name };
    return {
      row,
      day,
      ...(day ? past(row, "team") : await details(run, scope, { team: [slug] }, row, "team")),
      byOther: clusters.filter((cluster) => cluster.findings > 0 || cluster.workloads > 0),
      sources: day ? null : await sources(run, scope, { team: team.id }, at),
      work: day ? null : await workCounts(run, scope, { fixTeams: [team.id] }, at),
    };
  });
}

const past = (row: PostureRecord, what: "cluster" | "team") => ({
  sentences: placeSentences(row, what, null),
  workloads: null,
});

async function details(
  run: Run,
  scope: Scope,
  request: FindingRequest,
  row: PostureRecord,
  what: "cluster" | "team",
): Promise<Pick<PlaceResult, "sentences" | "workloads">> {
  const worst = await worstAssets(run, scope, request, WORKLOADS);
  const [first] = await assetRisks(run, scope, worst.slice(0, 1));
  const found = await worstWorkloads(run, scope, worst, WORKLOADS);
  const workloads = await namedWorkloads(run, scope, found);
  return { sentences: placeSentences(row, what, largestOf(first)), workloads };
}
