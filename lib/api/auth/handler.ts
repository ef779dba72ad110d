import NextAuth from "next-auth";
import { loopbackOnly } from "@/lib/services/setup/state";
import { withTrace } from "@/lib/telemetry/context";
import type { RouteContext } from "../handle";
import { checkHost, checkOrigin, publicOrigin } from "../origin";
import { problemResponse } from "../problem";
import { requestIdOf } from "../request-id";
import { authOptions } from "./options";

/** What next-auth takes for its own address where NEXTAUTH_URL does not say. */
const placeholder = "http://localhost:3000";

/**
 * next-auth's routes. It is not told to believe the Host header; instead its absolute redirects become paths, which
 * are right under every name, port and proxy.
 */
export async function authHandler(request: Request, context: RouteContext): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  return withTrace({ requestId }, async () => {
    try {
      checkHost(request.headers, loopbackOnly());
      if (request.headers.has("origin")) checkOrigin(request.method, request.headers);
      if (publicOrigin()) process.env.NEXTAUTH_URL ??= publicOrigin() ?? undefined;
      const response: Response = await NextAuth(await authOptions())(request, context);
      return await relative(response);
    } catch (error) {
      return problemResponse(error, requestId);
    }
  });
}

async function relative(response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.set("cache-control", "no-store");
  const location = headers.get("location");
  if (location) headers.set("location", pathOf(location));
  if (!headers.get("content-type")?.startsWith("application/json")) {
    return new Response(response.body, { status: response.status, headers });
  }
  const body: unknown = await response.json();
  const answer = hasUrl(body) ? { ...body, url: pathOf(body.url) } : body;
  // With `json: true` next-auth answers a refused sign-in as a redirect's 302 without a place to go to.
  const refused = hasUrl(body) && new URL(body.url, placeholder).searchParams.has("error");
  const status = refused ? 401 : hasUrl(body) ? 200 : response.status;
  return Response.json(answer, { status, headers });
}

function hasUrl(body: unknown): body is { url: string } {
  return typeof body === "object" && body !== null && "url" in body && typeof body.url === "string";
}

function pathOf(url: string): string {
  const { origin, pathname, search } = new URL(url, placeholder);
  return origin === placeholder || origin === publicOrigin() ? pathname + search : "/";
}
