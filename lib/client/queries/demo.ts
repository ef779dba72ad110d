import { queryOptions } from "@tanstack/react-query";
import { DemoState } from "../contract/demo";
import { api } from "../fetcher";

/** Milliseconds between looks while the sample data comes in. */
const LOOK_AGAIN = 3_000;

/** Is this a demo, and how far is it? Asked again only while something comes in. */
export function demoQuery() {
  return queryOptions({
    queryKey: ["demo"] as const,
    queryFn: ({ signal }) => api("/demo", { shape: DemoState, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data?.demo && !state.data.demo.done ? LOOK_AGAIN : false),
  });
}
