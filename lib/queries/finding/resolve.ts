import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { dueWindow } from "@/lib/domain/sla/standing";
import { areas, fixStates, kinds, severities } from "@/lib/domain/vocabulary";
import { matchText } from "../search/text";
import { all, Parameters } from "../sql";
import { ownTeam, visible } from "../visible";
import type { FindingFilter } from "./filter";
import type { FindingRequest } from "./request";
import { openStates, stateCodes } from "./states";

/** Names to ids and words to codes. A name that is not there, or not theirs to see, matches nothing. */
export async function resolveFilter(run: Run, scope: Scope, request: FindingRequest): Promise<FindingFilter> {
  const states = stateCodes(request.state);
  return {
    states: request.due ? states.filter((state) => openStates.includes(state)) : states,
    ...(request.cluster && { clusters: await clusterIds(run, request.cluster) }),
    ...(request.environment && { environments: await environmentIds(run, request.environment) }),
    ...(request.namespace && { places: await placeIds(run, request.namespace) }),
    ...(request.team && { teams: await teamIds(run, scope, request.team) }),
    ...(request.fixTeam && { fixTeams: await teamIds(run, scope, request.fixTeam) }),
    ...(request.severity && { severities: request.severity.map(severities.code) }),
    ...(request.area && { areas: request.area.map(areas.code) }),
    ...(request.kind && { kinds: request.kind.map(kinds.code) }),
    ...(request.fix && { fixStates: request.fix.map(fixStates.code) }),
    ...(request.kev !== undefined && { kev: request.kev }),
    ...(request.exposed !== undefined && { exposed: request.exposed }),
    ...(request.assignee && { assignee: request.assignee === "none" ? "nobody" : (scope.userId ?? -1) }),
    ...(request.due && { due: dueWindow(request.due, new Date()) }),
    ...(request.asset !== undefined && { subjects: await subjectIds(run, scope, request.asset) }),
    ...(request.q?.trim() && { text: await matchText(run, scope, request.q) }),
  };
}

async function clusterIds(run: Run, slugs: readonly string[]): Promise<number[]> {
  const rows = await run<{ id: number }>({
    text: "SELECT id FROM cluster WHERE slug = ANY ($1::text[])",
    values: [slugs],
  });
  return [...rows.map((row) => row.id), ...(slugs.includes("none") ? [0] : [])];
}

async function environmentIds(run: Run, words: readonly string[]): Promise<number[]> {
  const text = "SELECT id FROM cluster WHERE environment = ANY ($1::text[])";
  return (await run<{ id: number }>({ text, values: [words] })).map((row) => row.id);
}

async function placeIds(run: Run, namespaces: readonly string[]): Promise<number[]> {
  const text = "SELECT id FROM place WHERE namespace = ANY ($1::text[]) AND id > 0";
  return (await run<{ id: number }>({ text, values: [namespaces] })).map((row) => row.id);
}

async function teamIds(run: Run, scope: Scope, slugs: readonly string[]): Promise<number[]> {
  const p = new Parameters();
  const text = `SELECT id FROM team WHERE slug = ANY (${p.add(slugs, "text[]")}) AND ${ownTeam(scope, p, "id")}`;
  const rows = await run<{ id: number }>({ text, values: p.values });
  return [...rows.map((row) => row.id), ...(slugs.includes("none") ? [0] : [])];
}

async function subjectIds(run: Run, scope: Scope, name: string): Promise<number[]> {
  const p = new Parameters();
  const mine = visible(scope, p, "p");
  const seen =
    mine.length === 0 ? "true" : `EXISTS (SELECT 1 FROM placement p WHERE p.subject_id = s.id AND ${all(mine)})`;
  const text = `SELECT s.id FROM subject s WHERE s.name = ${p.add(name, "text")} AND ${seen} ORDER BY s.id LIMIT 1000`;
  return (await run<{ id: number }>({ text, values: p.values })).map((row) => row.id);
}
