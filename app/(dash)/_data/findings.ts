import type { Params } from "@/lib/client/search-params";

/** Placeholders until the queries can be asked in process: the browser asks instead. */
export async function loadFindings(_params: Params): Promise<never> {
  throw new Error("not yet");
}
export async function loadFacets(_params: Params): Promise<never> {
  throw new Error("not yet");
}
export async function loadFinding(_id: string): Promise<never> {
  throw new Error("not yet");
}
