import { z } from "zod";
import { PlaceDetail } from "@/lib/client/contract/posture";
import { clusterDetail } from "@/lib/queries/posture/place";
import { operation } from "../../operation";
import { presentPlace } from "../../present/posture";
import { AsOf } from "../posture/get";

export const getCluster = operation({
  id: "getCluster",
  method: "GET",
  path: "/clusters/{slug}",
  summary: "One cluster: score by area, workloads by risk, sources and work.",
  action: "posture.read",
  input: { params: z.object({ slug: z.string().max(100) }), query: z.object(AsOf) },
  output: PlaceDetail,
  handler: async ({ scope, input }) => presentPlace(await clusterDetail(scope, input.params.slug, input.query.asOf)),
});
