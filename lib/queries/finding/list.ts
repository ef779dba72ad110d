import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import type { BoundedCount } from "./count";
import { matchesNothing } from "./filter";
import type { FindingCursor } from "./order";
import { findPage, type PageRequest } from "./page";
import type { FindingRequest } from "./request";
import { resolveFilter } from "./resolve";
import { type FindingRecord, findingRecords } from "./row";

export interface FindingList {
  rows: FindingRecord[];
  next: FindingCursor | null;
  count: BoundedCount;
}

/** One page of the findings that match, and how many there are. A cursor of another sort starts from the top. */
export async function listFindings(scope: Scope, request: FindingRequest & PageRequest): Promise<FindingList> {
  const cursor = request.cursor?.sort === request.sort ? request.cursor : null;
  return reading(scope, async (run) => {
    const filter = await resolveFilter(run, scope, request);
    if (matchesNothing(filter)) return { rows: [], next: null, count: { value: 0, atLeast: false } };
    const page = await findPage(run, scope, filter, { sort: request.sort, cursor, limit: request.limit });
    return { rows: await findingRecords(run, scope, page.ids), next: page.next, count: page.count };
  });
}
