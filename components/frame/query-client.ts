import { isServer, MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { Problem } from "@/lib/client/problem";

/** A session that ended sends its person to the sign-in page, and back to where they were. */
function signedOut(error: unknown) {
  if (isServer || !(error instanceof Problem) || error.status !== 401) return;
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

function make(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: signedOut }),
    mutationCache: new MutationCache({ onError: signedOut }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Asking again helps against a lost connection, not against a refusal.
        retry: (times, error) => times < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
      },
    },
  });
}

let browser: QueryClient | undefined;

/** One client for the life of a tab; a new one for each drawing on the server, so that nobody sees another's data. */
export function queryClient(): QueryClient {
  if (isServer) return make();
  browser ??= make();
  return browser;
}
