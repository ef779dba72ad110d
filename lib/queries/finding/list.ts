import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import type { BoundedCount } from "../bounded";
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
  return reading(scope, (run) => listIn(run, scope, request));
}

/** `listFindings` as part of a longer read. */
export async function listIn(run: Run, scope: Scope, request: FindingRequest & PageRequest): Promise<FindingList> {
  const { sort, limit } = request;
  const cursor = request.cursor?.sort === sort ? request.cursor : null;
  const filter = await resolveFilter(run, scope, request);
  if (matchesNothing(filter)) return { rows: [], next: null, count: { value: 0, atLeast: false } };
  const page = await findPage(run, scope, filter, { sort, cursor, limit });
  return { rows: await findingRecords(run, scope, page.ids), next: page.next, count: page.count };
}
