import { Unowned } from "@/lib/client/contract/inventory";
import { unownedQueue } from "@/lib/queries/inventory/unowned";
import { operation } from "../../operation";
import { presentUnowned } from "../../present/inventory";

export const listUnowned = operation({
  id: "listUnowned",
  method: "GET",
  path: "/unowned",
  summary: "Where something runs that no ownership rule gives to a team, what weighs most first.",
  action: "inventory.read",
  output: Unowned,
  handler: async ({ scope }) => presentUnowned(await unownedQueue(scope)),
});
