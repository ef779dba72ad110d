import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { severities } from "@/lib/domain/vocabulary";
import type { BoundedCount } from "../bounded";
import { countAlong } from "./count";
import { countsKev, type FindingFilter, isRollUp } from "./filter";
import { type FleetSize, fleetSize } from "./fleet-size";
import { lanesOf } from "./lanes";
import { fewOf, lookUpKeys } from "./look-up";
import { byDue, cursorOf, dueUpTo, type FindingCursor, type FindingSort, type Key, type Pass, passes } from "./order";
import { type Outline, outline } from "./outline";
import { sourceFor } from "./source-for";
import type { Source } from "./sources";
import { walk } from "./walk";

export interface Page {
  ids: number[];
  next: FindingCursor | null;
  count: BoundedCount;
}

export interface PageRequest {
  sort: FindingSort;
  cursor: FindingCursor | null;
  /** Rows wanted. */
  limit: number;
  /** Which of those that weigh the same are given does not matter. */
  anyOfEqual?: boolean;
}

/**
 * One page of findings. Two ways lead to it: look all matches up by the index that leads straight to them, where they
 * are few; or walk along an index in the order shown, where there are many. The roll-up tells which.
 */
export async function findPage(run: Run, scope: Scope, filter: FindingFilter, request: PageRequest): Promise<Page> {
  const ask = { ...request, limit: request.limit + 1 };
  const direct = directSource(scope, filter);
  if (direct !== null) {
    const found = await lookUpKeys(run, scope, filter, { ...ask, source: direct });
    if (found.keys) return page(found.keys, request, found.count);
    const where = await outline(run, scope, filter);
    return page(await walkPasses(run, scope, filter, ask, where), request, found.count);
  }
  const where = await outline(run, scope, filter);
  if (where.total === 0) return page([], request, { value: 0, atLeast: false });
  const rollUp = isRollUp(filter);
  const size = await fleetSize(run);
  const few = fewOf(size);
  const source = sourceOf(scope, filter, where.total, size);
  const found = source ? await lookUpKeys(run, scope, filter, { ...ask, source, few }) : null;
  if (found?.keys) return page(found.keys, request, found.count);
  const exact = rollUp ? { value: where.total, atLeast: false } : null;
  const count = exact ?? found?.count ?? (await countAlong(run, scope, filter, where.clusters));
  return page(await walkPasses(run, scope, filter, ask, where), request, count);
}

/** Where the roll-up has the count, matches are looked up to be sorted, and only if they are few. */
function sourceOf(scope: Scope, filter: FindingFilter, total: number, size: FleetSize): Source | null {
  if (isRollUp(filter) && total > fewOf(size)) return null;
  return isRollUp(filter) && !countsKev(filter) ? "cells" : sourceFor(scope, filter, total, size);
}

/** The index that leads straight to the matches, if the filter names something that has one. */
export function directSource(scope: Scope, filter: FindingFilter): Source | null {
  if (filter.subjects) return "subjects";
  if (filter.text) return isBroad(scope, filter) ? null : "text";
  return typeof filter.assignee === "number" ? "assignee" : null;
}

/** A text that names most of what a team has: the rows that others have of it are in the way. */
function isBroad(scope: Scope, { text }: FindingFilter): boolean {
  return scope.teams !== "*" && text !== undefined && (text.subjects.length > 40 || text.rules.length > 500);
}

async function walkPasses(
  run: Run,
  scope: Scope,
  filter: FindingFilter,
  { sort, cursor, limit, anyOfEqual = false }: PageRequest,
  where: Outline,
): Promise<Key[]> {
  const present = severities.list.map((_, code) => code).filter((code) => (where.bySeverity[code] ?? 0) > 0);
  const lanes = await lanesOf(run, scope, sort, filter, where.clusters);
  const keys: Key[] = [];
  for (const pass of passes(sort, present, cursor)) {
    keys.push(...(await passKeys(run, scope, filter, { ...pass, anyOfEqual }, lanes, limit - keys.length)));
    if (keys.length >= limit) break;
  }
  return keys;
}

/** Rules that a text stands for may have one severity, all of them: look before walking along another. */
async function passKeys(
  run: Run,
  scope: Scope,
  filter: FindingFilter,
  pass: Pass,
  lanes: readonly number[],
  limit: number,
): Promise<Key[]> {
  if (filter.text?.subjects.length === 0 && pass.severity !== null && !isBroad(scope, filter)) {
    const { sort, cursor } = pass;
    const part = { ...filter, severities: [pass.severity] };
    const { keys } = await lookUpKeys(run, scope, part, { source: "text", sort, cursor, limit });
    if (keys) return keys;
  }
  return pass.sort === "due"
    ? walkDue(run, scope, filter, pass, lanes, limit)
    : walk(run, scope, filter, pass, lanes, limit);
}

/**
 * What a team runs is mostly its own work, and the rest lies thin among the work of others: its own lanes say how far
 * those have to be read.
 */
async function walkDue(
  run: Run,
  scope: Scope,
  filter: FindingFilter,
  pass: Pass,
  lanes: readonly number[],
  limit: number,
) {
  const teams = filter.teams ?? (scope.teams === "*" ? [] : scope.teams);
  const [own, others] = [lanes.filter((id) => teams.includes(id)), lanes.filter((id) => !teams.includes(id))];
  if (own.length === 0 || others.length === 0) return walk(run, scope, filter, pass, lanes, limit);
  const first = await walk(run, scope, filter, pass, own, limit);
  const last = first.length < limit ? null : first.at(-1);
  const rest = await walk(run, scope, filter, last ? dueUpTo(pass, last) : pass, others, limit);
  return [...first, ...rest].sort(byDue).slice(0, limit);
}

function page(keys: Key[], { sort, limit }: PageRequest, count: BoundedCount): Page {
  const shown = keys.slice(0, limit);
  const last = shown.at(-1);
  return { ids: shown.map((key) => key.id), next: keys.length > limit && last ? cursorOf(sort, last) : null, count };
}
