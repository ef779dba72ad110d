import { z } from "zod";
import { FixPage, FixQuery } from "@/lib/client/contract/fix";
import { fixKinds } from "@/lib/domain/vocabulary";
import { listFixes as list } from "@/lib/queries/fix/list";
import { decodeCursor, encodeCursor } from "../../cursor";
import { operation } from "../../operation";
import { presentFix } from "../../present/fixes";

const Cursor = z.tuple([z.number().int(), z.number().int()]);

export const listFixes = operation({
  id: "listFixes",
  method: "GET",
  path: "/fixes",
  summary: "Actions that remove open findings within the reader's scope, those first that take most points away.",
  action: "findings.read",
  input: { query: FixQuery },
  output: FixPage,
  handler: async ({ actor, scope, input }) => {
    const { kind, cursor, ...request } = input.query;
    const at = decodeCursor(cursor, Cursor);
    const { rows, next, count } = await list(scope, {
      ...request,
      kind: kind && fixKinds.code(kind),
      cursor: at && { points: at[0], id: at[1] },
    });
    return {
      items: rows.map((row) => presentFix(actor, row)),
      nextCursor: next && encodeCursor([next.points, next.id]),
      count,
    };
  },
});
