"use client";

import { useQuery } from "@tanstack/react-query";
import { clustersQuery, teamsQuery } from "@/lib/client/queries/admin";

/** Name of the team or cluster that an address narrows to; null where it is of everything. */
export function usePlaceName(address: { get(name: string): string | null }): string | null {
  const clusters = useQuery(clustersQuery());
  const teams = useQuery(teamsQuery());
  const [team, cluster, environment] = [address.get("team"), address.get("cluster"), address.get("environment")];
  const named = (slug: string, items: { slug: string; name: string }[] | undefined) =>
    items?.find((one) => one.slug === slug)?.name ?? slug;
  const parts = [
    team && (team === "none" ? "what nobody owns" : named(team, teams.data?.items)),
    cluster && (cluster === "none" ? "what is not deployed" : named(cluster, clusters.data?.items)),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" on ") : environment;
}
