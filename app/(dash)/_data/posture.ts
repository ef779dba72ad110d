import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { getCluster } from "@/lib/api/v1/clusters/get";
import { getOverview } from "@/lib/api/v1/overview/get";
import { getPosture } from "@/lib/api/v1/posture/get";
import { getTeam } from "@/lib/api/v1/teams/get";
import { canonicalParams, type Params } from "@/lib/client/search-params";

/** The questions of the posture pages, asked in this process as whoever is signed in. */
export const loadOverview = async (params: Params) =>
  call(getOverview, await requireActor(), { query: canonicalParams(params) });
export const loadPosture = async (by: "cluster" | "team") => call(getPosture, await requireActor(), { query: { by } });
export const loadCluster = async (slug: string, params: Params) =>
  call(getCluster, await requireActor(), { params: { slug }, query: canonicalParams(params) });
export const loadTeam = async (slug: string, params: Params) =>
  call(getTeam, await requireActor(), { params: { slug }, query: canonicalParams(params) });
