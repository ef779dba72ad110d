import type { Pool } from "pg";
import type { Scope } from "@/lib/authz/scope";
import { scopeOf } from "@/lib/authz/scope";
import { systemActor } from "../authz/actor";
import { reading } from "../db/read";
import { exceptionDetail } from "../queries/exception/detail";
import { listExceptions } from "../queries/exception/list";
import { findingFacets } from "../queries/finding/facets";
import { matchesNothing } from "../queries/finding/filter";
import { listFindings } from "../queries/finding/list";
import type { FindingCursor, FindingSort } from "../queries/finding/order";
import { findPage } from "../queries/finding/page";
import type { FindingRequest } from "../queries/finding/request";
import { resolveFilter } from "../queries/finding/resolve";
import { fixDetail } from "../queries/fix/detail";
import { listFixes } from "../queries/fix/list";
import { listComponents } from "../queries/inventory/components";
import { listWorkloads } from "../queries/inventory/workloads";
import { addDays, dayOf } from "../queries/posture/moment";
import { overview } from "../queries/posture/overview";
import { clusterDetail, teamDetail } from "../queries/posture/place";
import { posture } from "../queries/posture/posture";
import { remediationDetail } from "../queries/remediation/detail";
import { remediationItems } from "../queries/remediation/items";
import { listRemediations } from "../queries/remediation/list";
import type { RemediationRequest } from "../queries/remediation/request";
import { sourceMatrix } from "../queries/source/matrix";
import { trends } from "../queries/trend/trends";
import { filters } from "./filters";

/** Kinds of reads, each with a target of its own. */
export type ReadKind = "posture" | "past" | "list" | "count" | "search" | "inventory" | "work";

export interface Read {
  kind: ReadKind;
  name: string;
  run(): Promise<unknown>;
}

export interface Readers {
  security: Scope;
  /** Of the team with the most findings. */
  devops: Scope;
}

export interface Names {
  cluster: string;
  /** The cluster in which that team has most. */
  teamCluster: string;
  team: string;
  rule: string;
  subject: string;
  namespace: string;
  image: string;
  readers: Readers;
}

const devopsOf = (teamId: number, userId: number): Scope =>
  scopeOf({
    kind: "user",
    id: userId,
    name: "bench",
    email: "bench@example.org",
    role: "devops",
    teamIds: [teamId],
    leadOf: [],
    sessionId: null,
  });

/** The largest of everything: what is slow is slow there. */
export async function names(pool: Pool): Promise<Names> {
  const one = async (text: string) =>
    (await pool.query<{ id: number; name: string }>(text)).rows[0] ?? { id: 0, name: "" };
  const cluster = await one(
    `SELECT c.id, c.slug AS name FROM cluster c JOIN posture_count p ON p.cluster_id = c.id GROUP BY 1, 2 ORDER BY sum(p.n) DESC LIMIT 1`,
  );
  const team = await one(
    `SELECT t.id, t.slug AS name FROM team t JOIN posture_count p ON p.team_id = t.id GROUP BY 1, 2 ORDER BY sum(p.n) DESC LIMIT 1`,
  );
  const teamCluster = await one(
    `SELECT c.id, c.slug AS name FROM cluster c JOIN posture_count p ON p.cluster_id = c.id WHERE p.team_id = ${team.id} GROUP BY 1, 2 ORDER BY sum(p.n) DESC LIMIT 1`,
  );
  const place = await one(
    `SELECT q.id, q.namespace AS name FROM place q JOIN posture_count p ON p.place_id = q.id WHERE q.namespace <> '' GROUP BY 1, 2 ORDER BY sum(p.n) DESC LIMIT 1`,
  );
  const finding = await one(
    `SELECT f.id::int, r.code || ' ' || s.name AS name FROM finding f JOIN rule r ON r.id = f.rule_id JOIN subject s ON s.id = f.subject_id LIMIT 1`,
  );
  const [rule = "", subject = ""] = finding.name.split(" ");
  const image = await one(
    `SELECT s.id, s.name FROM subject s JOIN placement p ON p.subject_id = s.id WHERE s.kind = 4 AND p.team_id = ${team.id} GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1`,
  );
  const person = await one(
    `SELECT user_id AS id, '' AS name FROM membership WHERE team_id = ${team.id} ORDER BY 1 LIMIT 1`,
  );
  const readers = { security: scopeOf(systemActor("bench")), devops: devopsOf(team.id, person.id) };
  return {
    ...{ cluster: cluster.name, teamCluster: teamCluster.name, team: team.name },
    ...{ rule, subject, namespace: place.name, image: image.name, readers },
  };
}

const weekAgo = () => addDays(dayOf(new Date()), -7);

const SORTS: FindingSort[] = ["risk", "newest", "due"];
const LIMIT = 50;

/** Where the page after the first 40 starts; null: there are no more. */
const deep = (scope: Scope, request: FindingRequest, sort: FindingSort): Promise<FindingCursor | null> =>
  reading(scope, async (run) => {
    const filter = await resolveFilter(run, scope, request);
    return matchesNothing(filter)
      ? null
      : (await findPage(run, scope, filter, { sort, cursor: null, limit: 40 * LIMIT })).next;
  });

/** Every read that is measured: filters × sorts × first and deep page for two readers, posture pages, searches. */
export async function readsOf(pool: Pool): Promise<Read[]> {
  const known = await names(pool);
  const { readers } = known;
  const reads: Read[] = [];
  for (const [who, scope] of Object.entries(readers) as [keyof Readers, Scope][]) {
    for (const [name, request] of filters(known)) {
      reads.push({ kind: "count", name: `${who}: facets of ${name}`, run: () => findingFacets(scope, request) });
      for (const sort of SORTS) {
        const base = { ...request, sort, limit: LIMIT };
        const title = `${who}: ${name} by ${sort}`;
        reads.push({ kind: "list", name: title, run: () => listFindings(scope, { ...base, cursor: null }) });
        const cursor = await deep(scope, request, sort);
        if (cursor)
          reads.push({ kind: "list", name: `${title}, deep`, run: () => listFindings(scope, { ...base, cursor }) });
      }
    }
    for (const q of [known.rule, "weakness number", known.subject, "lib31", "no such thing"]) {
      const request = { q, sort: "risk" as const, cursor: null, limit: LIMIT };
      reads.push({ kind: "search", name: `${who}: “${q}”`, run: () => listFindings(scope, request) });
    }
    reads.push({ kind: "posture", name: `${who}: overview`, run: () => overview(scope, {}) });
    const cluster = who === "devops" ? known.teamCluster : known.cluster;
    reads.push({ kind: "posture", name: `${who}: cluster`, run: () => clusterDetail(scope, cluster) });
    reads.push({ kind: "posture", name: `${who}: team`, run: () => teamDetail(scope, known.team) });
    reads.push({ kind: "posture", name: `${who}: posture by team`, run: () => posture(scope, "team") });
    for (const q of [undefined, "shared", "image-1"]) {
      const name = `${who}: components${q ? ` “${q}”` : ""}`;
      reads.push({ kind: "inventory", name, run: () => listComponents(scope, { q, cursor: null, limit: LIMIT }) });
    }
    reads.push({
      kind: "inventory",
      name: `${who}: workloads`,
      run: () => listWorkloads(scope, { cursor: null, limit: LIMIT }),
    });
    reads.push(...(await workReads(who, scope)));
    reads.push({ kind: "past", name: `${who}: sources`, run: () => sourceMatrix(scope) });
    reads.push({ kind: "past", name: `${who}: trends by team`, run: () => trends(scope, { by: "team" }) });
    reads.push({ kind: "past", name: `${who}: overview a week ago`, run: () => overview(scope, {}, weekAgo()) });
  }
  return reads;
}

/** Pages of what people do about findings. */
async function workReads(who: string, scope: Scope): Promise<Read[]> {
  const kind = "work" as const;
  const page = { cursor: null, limit: LIMIT };
  const list = (sort: "due" | "newest" | "points", state?: RemediationRequest["state"]) =>
    listRemediations(scope, { ...page, sort, state });
  const [first] = (await list("points", ["active"])).rows;
  const [fix] = (await listFixes(scope, page)).rows;
  const [exception] = (await listExceptions(scope, page)).rows;
  return [
    ...(["due", "newest", "points"] as const).map((sort) => ({
      ...{ kind, name: `${who}: remediations by ${sort}` },
      run: () => list(sort, ["active"]),
    })),
    { kind, name: `${who}: all remediations`, run: () => list("due") },
    ...(first ? [{ kind, name: `${who}: a remediation`, run: () => remediationDetail(scope, first.id) }] : []),
    ...(first
      ? [{ kind, name: `${who}: findings of a remediation`, run: () => remediationItems(scope, first.id, page) }]
      : []),
    { kind, name: `${who}: fixes`, run: () => listFixes(scope, page) },
    ...(fix ? [{ kind, name: `${who}: a fix`, run: () => fixDetail(scope, String(fix.id)) }] : []),
    { kind, name: `${who}: exceptions`, run: () => listExceptions(scope, page) },
    { kind, name: `${who}: exceptions that wait`, run: () => listExceptions(scope, { ...page, states: [0] }) },
    ...(exception ? [{ kind, name: `${who}: an exception`, run: () => exceptionDetail(scope, exception.id) }] : []),
  ];
}
