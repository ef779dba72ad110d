import { z } from "zod";
import { WorkloadPage, WorkloadQuery } from "@/lib/client/contract/inventory";
import { listWorkloads as list } from "@/lib/queries/inventory/workloads";
import { decodeCursor, encodeCursor } from "../../cursor";
import { operation } from "../../operation";
import { presentWorkload } from "../../present/inventory";

const Cursor = z.tuple([z.number().int(), z.string(), z.number().int()]);

export const listWorkloads = operation({
  id: "listWorkloads",
  method: "GET",
  path: "/inventory/workloads",
  summary: "The workloads that the reader's teams run, place by place, with what weighs on each.",
  action: "inventory.read",
  input: { query: WorkloadQuery },
  output: WorkloadPage,
  handler: async ({ scope, input }) => {
    const { cursor, ...request } = input.query;
    const after = decodeCursor(cursor, Cursor);
    const { rows, next } = await list(scope, {
      ...request,
      cursor: after && { place: after[0], name: after[1], id: after[2] },
    });
    return {
      items: rows.map(presentWorkload),
      nextCursor: next && encodeCursor([next.place, next.name, next.id]),
    };
  },
});
