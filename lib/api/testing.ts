import { encode } from "next-auth/jwt";
import { authSecret } from "@/lib/services/setting/secret";
import { cookieNames } from "./auth/cookie";
import { handle } from "./handle";
import type { AnyOperation } from "./operation";

export const host = "localhost:3000";

/** Credentials of a request as headers. */
export type As = Readonly<Record<string, string>>;

/** As a browser with this session secret, on a page of ours. */
export async function asBrowser(secret: string): Promise<As> {
  const token = await encode({ token: { sid: secret }, secret: await authSecret() });
  return { cookie: `other=1; ${(await cookieNames()).session}=${token}`, origin: `http://${host}` };
}

export const asToken = (token: string): As => ({ authorization: `Bearer ${token}` });
export const asNobody: As = {};

interface Asked {
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  /** Sent as it is instead of `body` as JSON. */
  raw?: BodyInit;
  headers?: Record<string, string>;
}

/** Sends a request through the whole of `handle`, as Next would. */
export async function ask(operation: AnyOperation, as: As, asked: Asked = {}): Promise<Response> {
  const { params = {}, query = "", body, raw, headers = {} } = asked;
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? "0"));
  const write = operation.method !== "GET";
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const request = new Request(`http://${host}/api/v1${path}${query}`, {
    method: operation.method,
    headers: {
      host,
      ...(write && body !== undefined ? { "content-type": "application/json" } : {}),
      ...as,
      ...headers,
    },
    body: sent,
    ...(sent === undefined ? {} : { duplex: "half" }),
  } as RequestInit);
  return handle(operation)(request, { params: Promise.resolve(params) });
}
