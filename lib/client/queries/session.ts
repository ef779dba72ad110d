import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { SessionInfo, SessionRow, SetupState } from "../contract/session";
import { api } from "../fetcher";

export function sessionQuery() {
  return queryOptions({
    queryKey: ["session"] as const,
    queryFn: ({ signal }) => api("/session", { shape: SessionInfo, signal }),
    staleTime: 60_000,
  });
}

/** The signed-in browsers of the person. */
export function sessionsQuery() {
  return queryOptions({
    queryKey: ["session", "list"] as const,
    queryFn: ({ signal }) => api("/session/list", { shape: z.object({ items: z.array(SessionRow) }), signal }),
  });
}

export function setupQuery() {
  return queryOptions({
    queryKey: ["setup"] as const,
    queryFn: ({ signal }) => api("/setup", { shape: SetupState, signal }),
  });
}
