import { Refusal } from "../authz/refusal";
import { publicOrigin } from "../services/setting/public-origin";

export { publicOrigin };

const safe = ["GET", "HEAD", "OPTIONS"];

type Env = Record<string, string | undefined>;

/** Are cookies sent over TLS only? When people come in by https. */
export function secureCookies(env: Env = process.env): boolean {
  return publicOrigin(env)?.startsWith("https://") ?? false;
}

/**
 * Against forged requests: a write that rides on a cookie must come from a page of ours. Browsers state the origin
 * with every such request; whoever states none, and no `Sec-Fetch-Site` either, is refused.
 */
export function checkOrigin(method: string, headers: Headers, env: Env = process.env): void {
  if (safe.includes(method)) return;
  const origin = headers.get("origin");
  if (origin === null) {
    if (headers.get("sec-fetch-site") === "same-origin") return;
    throw foreign();
  }
  if (origin === publicOrigin(env)) return;
  let host: string;
  try {
    host = new URL(origin).host;
  } catch {
    throw foreign();
  }
  if (host !== headers.get("host")) throw foreign();
}

const foreign = () =>
  new Refusal("forbidden", "This request did not come from a page of Parapet.", { reason: "origin" });

const loopbackHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * A server that only this machine can reach answers to no other name: else a page on the internet could point its
 * own name at 127.0.0.1 and talk to it (DNS rebinding).
 */
export function checkHost(headers: Headers, loopbackOnly: boolean, env: Env = process.env): void {
  const host = headers.get("host") ?? "";
  const origin = publicOrigin(env);
  if (!loopbackOnly || loopbackHost.test(host) || (origin !== null && new URL(origin).host === host)) return;
  const message = `This Parapet does not answer to the name ${host.slice(0, 100)}: set PUBLIC_URL to the address that people use.`;
  throw new Refusal("forbidden", message, { reason: "host" });
}
