import { timingSafeEqual } from "node:crypto";
import { can } from "../authz/can";
import { Refusal } from "../authz/refusal";
import { refreshGauges } from "../services/health/gauges";
import { readiness } from "../services/health/ready";
import { digest } from "../services/session/secret";
import { resolveToken } from "../services/token/resolve";
import { log } from "../telemetry/log";
import { metrics } from "../telemetry/metrics";
import { fromLoopback } from "./address";
import { problemResponse } from "./problem";
import { requestIdOf } from "./request-id";

const fresh = { "cache-control": "no-store" };

/** GET /healthz: the process answers. Says nothing of the database: restarting the web server would not help that. */
export function healthz(): Response {
  return Response.json({ status: "ok" }, { headers: fresh });
}

/** GET /readyz: 200 when database, schema and a worker are there, else 503 naming what is missing. */
export async function readyz(): Promise<Response> {
  const state = await readiness();
  const ready = Object.values(state).every(Boolean);
  return Response.json(
    { status: ready ? "ready" : "not ready", ...state },
    { status: ready ? 200 : 503, headers: fresh },
  );
}

/**
 * GET /metrics in Prometheus' text format: for this machine, for the bearer token in PARAPET_METRICS_TOKEN, and for
 * API tokens that read everything.
 */
export async function metricsText(request: Request): Promise<Response> {
  try {
    if (!(await mayScrape(request))) throw new Refusal("unauthenticated", "Metrics need a token from another machine.");
    const { registry } = metrics();
    await refreshGauges().catch((error: unknown) => log().warn({ event: "metrics", err: error }));
    return new Response(await registry.metrics(), { headers: { ...fresh, "content-type": registry.contentType } });
  } catch (error) {
    return problemResponse(error, requestIdOf(request.headers));
  }
}

async function mayScrape(request: Request): Promise<boolean> {
  if (fromLoopback(request.headers)) return true;
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer === undefined) return false;
  const fixed = process.env.PARAPET_METRICS_TOKEN;
  if (fixed && timingSafeEqual(Buffer.from(digest(bearer)), Buffer.from(digest(fixed)))) return true;
  const token = await resolveToken(bearer);
  return token !== null && token.teamId === null && can(token, "posture.read");
}
