import { z } from "zod";
import { Day } from "@/lib/client/contract/common";
import { Posture } from "@/lib/client/contract/posture";
import { posture } from "@/lib/queries/posture/posture";
import { operation } from "../../operation";
import { presentPosture } from "../../present/posture";

/** The evening of a past day; left out, today or later: now. */
export const AsOf = { asOf: Day.optional() };

/** Slugs; `none` for what is not deployed, or unowned. */
export const PostureQuery = z.object({
  by: z.enum(["cluster", "team", "area"]).default("cluster"),
  cluster: z.string().max(100).optional(),
  team: z.string().max(100).optional(),
  environment: z.string().max(100).optional(),
  ...AsOf,
});

export const getPosture = operation({
  id: "getPosture",
  method: "GET",
  path: "/posture",
  summary: "Scores, coverage and counts by cluster, team or area; the rows add up to the total.",
  action: "posture.read",
  input: { query: PostureQuery },
  output: Posture,
  handler: async ({ scope, input }) => {
    const { by, asOf, ...filter } = input.query;
    return presentPosture(await posture(scope, by, filter, asOf));
  },
});
