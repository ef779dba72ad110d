import type { Actor } from "../authz/actor";
import { limitRate } from "../services/limit/count";
import { loopbackOnly } from "../services/setup/state";
import { withTrace } from "../telemetry/context";
import { log } from "../telemetry/log";
import { metrics } from "../telemetry/metrics";
import { clientAddress } from "./address";
import { answerHeaders } from "./answer-headers";
import { identify } from "./auth/identify";
import { admit, perform } from "./call";
import { queryOf, readJson } from "./input";
import type { AnyOperation } from "./operation";
import { checkHost, checkOrigin } from "./origin";
import { problemResponse } from "./problem";
import { requestIdOf } from "./request-id";

/** What Next gives a route handler beside the request. */
export interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>;

/**
 * Turns an operation into a route handler. In this order: request id, host, who, may they at all, limits, input,
 * handler, output. Whatever is thrown becomes one problem+json answer; each request leaves one log line.
 */
export function handle(operation: AnyOperation): RouteHandler {
  return (request, context) => {
    const requestId = requestIdOf(request.headers);
    return withTrace({ requestId }, () => answer(operation, request, context, requestId));
  };
}

async function answer(
  operation: AnyOperation,
  request: Request,
  context: RouteContext,
  requestId: string,
): Promise<Response> {
  const started = performance.now();
  let actor: Actor | null = null;
  let failure: unknown;
  let response: Response;
  try {
    checkHost(request.headers, loopbackOnly());
    actor = await identify(request);
    if (actor === null && operation.public !== undefined) checkOriginStated(request);
    admit(operation, actor);
    await limit(operation, actor, request);
    const params = await context.params;
    const body = operation.input?.body ? await readJson(request) : undefined;
    const raw = { params, query: queryOf(new URL(request.url)), body };
    const reply = await perform(operation, actor, raw, request);
    response = Response.json(reply.data, {
      status: reply.status,
      headers: { ...answerHeaders(requestId), ...reply.headers },
    });
  } catch (error) {
    failure = error;
    response = problemResponse(error, requestId);
  }
  note(operation, actor, response.status, (performance.now() - started) / 1000, failure);
  return response;
}

/** A public write needs no cookie, but a page elsewhere must not be able to send it either. */
function checkOriginStated(request: Request): void {
  if (request.headers.has("origin")) checkOrigin(request.method, request.headers);
}

async function limit(operation: AnyOperation, actor: Actor | null, request: Request): Promise<void> {
  if (!operation.rate) return;
  const { name, max, seconds } = operation.rate;
  const who = actor && actor.kind !== "system" ? `${actor.kind}:${actor.id}` : clientAddress(request.headers);
  await limitRate(`${name}:${who}`, max, seconds);
}

function note(operation: AnyOperation, actor: Actor | null, status: number, seconds: number, failure: unknown): void {
  const { method, path } = operation;
  metrics().httpSeconds.observe({ method, route: path, status: String(status) }, seconds);
  const line = {
    event: "http",
    operation: operation.id,
    method,
    route: path,
    status,
    ms: Math.round(seconds * 1000),
    actor: actor === null ? null : `${actor.kind}:${actor.kind === "system" ? actor.name : actor.id}`,
  };
  if (status >= 500) log().error({ ...line, err: failure });
  else if (method === "GET" && status < 400) log().debug(line);
  else log().info(line);
}
