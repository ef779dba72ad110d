import type { PageScope } from "@/components/frame/scope";

/** Placeholders until the queries can be asked in process: the browser asks instead. */
export async function loadOverview(_scope: PageScope): Promise<never> {
  throw new Error("not yet");
}
export async function loadPosture(_by: "cluster" | "team"): Promise<never> {
  throw new Error("not yet");
}
export async function loadCluster(_slug: string): Promise<never> {
  throw new Error("not yet");
}
export async function loadTeam(_slug: string): Promise<never> {
  throw new Error("not yet");
}
