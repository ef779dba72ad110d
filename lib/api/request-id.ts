import { randomUUID } from "node:crypto";

/** The id that a proxy in front gave the request, where it is harmless in a log line; else a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get("x-request-id");
  return given && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID();
}
