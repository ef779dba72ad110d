import { z } from "zod";
import { generalAbilities, remediationActions } from "@/lib/authz/abilities";
import { RemediationPage, RemediationQuery } from "@/lib/client/contract/remediation";
import { listRemediations as list } from "@/lib/queries/remediation/list";
import { decodeCursor, encodeCursor } from "../../cursor";
import { operation } from "../../operation";
import { presentRemediation } from "../../present/remediation";

const Cursor = z.tuple([z.enum(["due", "newest", "points"]), z.number().nullable(), z.number().int()]);

export const listRemediations = operation({
  id: "listRemediations",
  method: "GET",
  path: "/remediations",
  summary: "Planned fixes of the reader's teams, by due date, age or points, with how far each is.",
  action: "findings.read",
  input: { query: RemediationQuery },
  output: RemediationPage,
  handler: async ({ actor, scope, input }) => {
    const { cursor: text, ...request } = input.query;
    const given = decodeCursor(text, Cursor);
    const cursor = given && { sort: given[0], value: given[1], id: given[2] };
    const { rows, next, count, byState } = await list(scope, { ...request, cursor });
    return {
      items: rows.map((row) => presentRemediation(actor, row)),
      nextCursor: next && encodeCursor([next.sort, next.value, next.id]),
      count: { value: count, atLeast: false },
      byState,
      abilities: generalAbilities(actor, remediationActions),
    };
  },
});
