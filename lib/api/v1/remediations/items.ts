import { z } from "zod";
import { IdParam } from "@/lib/client/contract/admin";
import { RemediationItemPage, RemediationItemQuery } from "@/lib/client/contract/remediation";
import { remediationItems } from "@/lib/queries/remediation/items";
import { decodeCursor, encodeCursor } from "../../cursor";
import { operation } from "../../operation";
import { presentItem } from "../../present/remediation";

const Cursor = z.tuple([z.number().int(), z.number().int(), z.string().regex(/^\d{1,18}$/)]);

export const listRemediationItems = operation({
  id: "listRemediationItems",
  method: "GET",
  path: "/remediations/{id}/items",
  summary: "The findings of a remediation within the reader's scope, and how each stands, the worst first.",
  action: "findings.read",
  input: { params: IdParam, query: RemediationItemQuery },
  output: RemediationItemPage,
  handler: async ({ scope, input }) => {
    const { cursor: text, ...request } = input.query;
    const given = decodeCursor(text, Cursor);
    const cursor = given && { severity: given[0], points: given[1], id: given[2] };
    const { rows, next } = await remediationItems(scope, input.params.id, { ...request, cursor });
    return {
      items: rows.map(presentItem),
      nextCursor: next && encodeCursor([next.severity, next.points, next.id]),
    };
  },
});
