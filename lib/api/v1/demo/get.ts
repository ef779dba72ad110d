import { DemoState } from "@/lib/client/contract/demo";
import { demoProgress } from "@/lib/services/setting/demo";
import { operation } from "../../operation";

export const getDemo = operation({
  id: "getDemo",
  method: "GET",
  path: "/demo",
  summary: "Whether this is a demo, and how much of its past has come in.",
  action: "session.own",
  output: DemoState,
  handler: async () => {
    const found = await demoProgress();
    return { demo: found && { day: found.day, days: found.days, done: found.done } };
  },
});
