import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { severities } from "@/lib/domain/vocabulary";
import { type BoundedCount, countMost, countUpTo } from "./count";
import { fetchAll, type Source } from "./fetch";
import { type FindingFilter, isRollUp } from "./filter";
import { cursorOf, type FindingCursor, type FindingSort, type Key, passes } from "./order";
import { type Outline, outline } from "./outline";
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
}

/** Up to so many matches are fetched and sorted; more, and a walk in order finds a full page soon. */
const few = 5_000;
/** Up to so many findings are looked through by their cells, within the index. */
const lookedThrough = 100_000;
/** Up to so many rows of a team are fetched to compare what no index has. */
const compared = 20_000;

/**
 * One page of findings. Two ways lead to it: fetch all matches by the index that leads straight to them, where they
 * are few; or walk along an index in the order shown, where there are many. The roll-up tells which.
 */
export async function findPage(run: Run, scope: Scope, filter: FindingFilter, request: PageRequest): Promise<Page> {
  const direct = sourceOf(filter);
  if (direct !== null && !(direct === "text" && isBroad(scope, filter))) {
    const found = await fetchPage(run, scope, filter, request, direct, countMost);
    if (found) return found;
    return walkPage(run, scope, filter, request, await outline(run, scope, filter), {
      value: countMost,
      atLeast: true,
    });
  }
  const known = await outline(run, scope, filter);
  if (known.total === 0) return { ids: [], next: null, count: { value: 0, atLeast: false } };
  if (isRollUp(filter)) {
    const found = known.total <= few && (await fetchPage(run, scope, filter, request, "cells", few));
    return found || walkPage(run, scope, filter, request, known, { value: known.total, atLeast: false });
  }
  const byCells = known.total <= (filter.text ? compared : lookedThrough);
  const found = byCells && (await fetchPage(run, scope, filter, request, "cells", few));
  if (found) return found;
  const count = await countUpTo(run, scope, filter, byCells || filter.text ? "cells" : known.clusters);
  return walkPage(run, scope, filter, request, known, count);
}

/** The index that leads straight to the matches, if the filter names something that has one. */
function sourceOf(filter: FindingFilter): Source | null {
  if (filter.subjects) return "subjects";
  if (filter.text) return "text";
  return typeof filter.assignee === "number" ? "assignee" : null;
}

/** A text that names most of what a team has: its subjects run elsewhere too, and their rows there are in the way. */
function isBroad(scope: Scope, { text }: FindingFilter): boolean {
  return scope.teams !== "*" && (text?.subjects.length ?? 0) > 40;
}

/** The page, if no more than `most` match: fetched by `source` and sorted. */
async function fetchPage(
  run: Run,
  scope: Scope,
  filter: FindingFilter,
  request: PageRequest,
  source: Source,
  most: number,
) {
  const fetched = await fetchAll(run, scope, filter, { source, ...request, limit: request.limit + 1, most });
  if (fetched.total > most) return null;
  return page(fetched.keys, request, { value: fetched.total, atLeast: filter.text?.truncated ?? false });
}

async function walkPage(
  run: Run,
  scope: Scope,
  filter: FindingFilter,
  request: PageRequest,
  where: Outline,
  count: BoundedCount,
): Promise<Page> {
  return page(await walkPasses(run, scope, filter, request, where, request.limit + 1), request, count);
}

async function walkPasses(
  run: Run,
  scope: Scope,
  filter: FindingFilter,
  { sort, cursor }: PageRequest,
  where: Outline,
  limit: number,
): Promise<Key[]> {
  const present = severities.list.map((_, code) => code).filter((code) => (where.bySeverity[code] ?? 0) > 0);
  const keys: Key[] = [];
  for (const pass of passes(sort, present, cursor)) {
    keys.push(...(await passRows(run, scope, filter, pass, where.clusters, limit - keys.length)));
    if (keys.length >= limit) break;
  }
  return keys;
}

type PassOf = ReturnType<typeof passes>[number];

/** A search text can stand for thousands of findings that all have one severity: look before walking another. */
async function passRows(
  run: Run,
  scope: Scope,
  filter: FindingFilter,
  pass: PassOf,
  clusters: readonly number[],
  limit: number,
) {
  if (filter.text && filter.text.subjects.length === 0 && pass.severity !== null) {
    const part = { ...filter, severities: [pass.severity] };
    const plan = { source: "text" as const, sort: pass.sort, cursor: pass.cursor, limit, most: countMost };
    const fetched = await fetchAll(run, scope, part, plan);
    if (fetched.total <= countMost) return fetched.keys;
  }
  return walk(run, scope, filter, pass, clusters, limit);
}

function page(keys: Key[], { sort, limit }: PageRequest, count: BoundedCount): Page {
  const shown = keys.slice(0, limit);
  const last = shown.at(-1);
  return { ids: shown.map((key) => key.id), next: keys.length > limit && last ? cursorOf(sort, last) : null, count };
}
