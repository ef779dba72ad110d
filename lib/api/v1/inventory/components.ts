import { z } from "zod";
import { ComponentPage, ComponentQuery } from "@/lib/client/contract/inventory";
import { listComponents as list } from "@/lib/queries/inventory/components";
import { decodeCursor, encodeCursor } from "../../cursor";
import { operation } from "../../operation";

const Cursor = z.tuple([z.string(), z.number().int()]);

export const listComponents = operation({
  id: "listComponents",
  method: "GET",
  path: "/inventory/components",
  summary: "Packages that bills of materials list, each with its versions and where it is.",
  action: "inventory.read",
  input: { query: ComponentQuery },
  output: ComponentPage,
  handler: async ({ scope, input }) => {
    const { cursor, ...request } = input.query;
    const after = decodeCursor(cursor, Cursor);
    const { rows, next, count } = await list(scope, { ...request, cursor: after && { name: after[0], id: after[1] } });
    return { items: rows, nextCursor: next && encodeCursor([next.name, next.id]), count };
  },
});
