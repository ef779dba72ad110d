import { z } from "zod";
import { Area, Day, Severity } from "@/lib/client/contract/common";
import { TrendBy, Trends } from "@/lib/client/contract/trend";
import { trends } from "@/lib/queries/trend/trends";
import { operation } from "../../operation";

/** Days in UTC, both included; slugs, `none` for what is not deployed, or unowned. */
const TrendsQuery = z.object({
  from: Day.optional(),
  to: Day.optional(),
  by: TrendBy.default("team"),
  cluster: z.string().max(100).optional(),
  team: z.string().max(100).optional(),
  environment: z.string().max(100).optional(),
  area: Area.optional(),
  severity: Severity.optional(),
});

export const getTrends = operation({
  id: "getTrends",
  method: "GET",
  path: "/trends",
  summary:
    "What opened, was fixed and stayed open over a period, against the one before it; the last 90 days by default.",
  action: "trends.read",
  input: { query: TrendsQuery },
  output: Trends,
  handler: ({ scope, input }) => trends(scope, input.query),
});
