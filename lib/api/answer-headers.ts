import { secureCookies } from "./origin";
import { strictTransport } from "./page-headers";

/** Headers of every answer of the API: never cached, never taken for a page. */
export function answerHeaders(requestId: string): Record<string, string> {
  return {
    "cache-control": "private, no-store",
    "x-request-id": requestId,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    ...(secureCookies() ? { "strict-transport-security": strictTransport } : {}),
  };
}
