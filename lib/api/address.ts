import type { IncomingMessage } from "node:http";

const header = "x-parapet-peer";

/**
 * Called by the HTTP server for every request before anything else: notes the address of the peer in a header that
 * the client cannot set, since it is overwritten here.
 */
export function stampPeer(request: IncomingMessage): void {
  request.headers[header] = request.socket.remoteAddress ?? "";
}

/**
 * Address of the client; null when not known. X-Forwarded-For is believed only as far as PARAPET_TRUSTED_PROXIES
 * (a number, default 0) says that so many proxies of our own have appended to it.
 */
export function clientAddress(headers: Headers, env: Record<string, string | undefined> = process.env): string | null {
  const hops = Number(env.PARAPET_TRUSTED_PROXIES) || 0;
  const peer = plain(headers.get(header));
  if (hops < 1) return peer;
  const chain = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => plain(part));
  return chain.at(-hops) ?? peer;
}

/** True for a connection from this machine that no proxy passed on. */
export function fromLoopback(headers: Headers, env: Record<string, string | undefined> = process.env): boolean {
  const address = clientAddress(headers, env);
  if (address === null || !/^(127\.|::1$)/.test(address)) return false;
  // A proxy on the same machine connects from loopback too, but says for whom.
  return Number(env.PARAPET_TRUSTED_PROXIES) > 0 || !forwarded(headers, address);
}

function forwarded(headers: Headers, address: string): boolean {
  const chain = headers.get("x-forwarded-for");
  return headers.has("forwarded") || (chain !== null && plain(chain) !== address);
}

function plain(address: string | null): string | null {
  return address?.trim().replace(/^::ffff:/i, "") || null;
}
