import type { PageScope } from "@/components/frame/scope";

/** Placeholder until the queries can be asked in process: the browser asks instead. */
export async function loadOverview(_scope: PageScope): Promise<never> {
  throw new Error("not yet");
}
