import { z } from "zod";
import { FindingPage, FindingQuery } from "@/lib/client/contract/finding";
import { listFindings as list } from "@/lib/queries/finding/list";
import type { FindingCursor } from "@/lib/queries/finding/order";
import { decodeCursor, encodeCursor } from "../../cursor";
import { operation } from "../../operation";
import { presentFinding } from "../../present/finding";

const id = z.number().int();
const Cursor = z.union([
  z.tuple([z.literal("risk"), z.number().int(), z.number().int(), id]),
  z.tuple([z.literal("newest"), z.number(), id]),
  z.tuple([z.literal("due"), z.number().nullable(), id]),
]);

function unpacked(text: string | undefined): FindingCursor | null {
  const cursor = decodeCursor(text, Cursor);
  if (cursor === null) return null;
  if (cursor[0] === "risk") return { sort: "risk", severity: cursor[1], points: cursor[2], id: cursor[3] };
  if (cursor[0] === "newest") return { sort: "newest", firstSeenAt: cursor[1], id: cursor[2] };
  return { sort: "due", dueAt: cursor[1], id: cursor[2] };
}

function packed(cursor: FindingCursor | null): string | null {
  if (cursor === null) return null;
  if (cursor.sort === "risk") return encodeCursor(["risk", cursor.severity, cursor.points, cursor.id]);
  return encodeCursor(
    cursor.sort === "newest" ? ["newest", cursor.firstSeenAt, cursor.id] : ["due", cursor.dueAt, cursor.id],
  );
}

export const listFindings = operation({
  id: "listFindings",
  method: "GET",
  path: "/findings",
  summary: "Findings within the reader's scope, by risk, age or due date; counts are bounded at 10,000.",
  action: "findings.read",
  input: { query: FindingQuery },
  output: FindingPage,
  handler: async ({ actor, scope, input }) => {
    const { cursor, ...request } = input.query;
    const { rows, next, count } = await list(scope, { ...request, cursor: unpacked(cursor) });
    return { items: rows.map((row) => presentFinding(actor, row)), nextCursor: packed(next), count };
  },
});
