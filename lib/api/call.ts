import type { z } from "zod";
import type { Actor } from "../authz/actor";
import { can } from "../authz/can";
import { forbidden, Refusal } from "../authz/refusal";
import { scopeOf } from "../authz/scope";
import { parseInput, type RawInput } from "./input";
import type { AnyOperation } from "./operation";
import { Reply } from "./reply";

/** May this actor call the operation at all? Asked before anything is looked up, so a refusal reveals nothing. */
export function admit(operation: AnyOperation, actor: Actor | null): void {
  if (operation.action === undefined) return;
  if (actor === null) throw new Refusal("unauthenticated", "Sign in, or send a token.");
  if (can(actor, operation.action)) return;
  throw forbidden(actor.kind === "token" ? `This token may not ${operation.action}.` : undefined);
}

/** Runs an admitted operation: checks the input, calls the handler, and lets nothing out but what `output` names. */
export async function perform(
  operation: AnyOperation,
  actor: Actor | null,
  raw: RawInput,
  request: Request,
): Promise<Reply<unknown>> {
  const input = parseInput(operation, raw);
  // Nobody sees what no team owns: a public operation gets a scope of nothing.
  const scope = scopeOf(actor ?? nobody);
  const handler = operation.handler as (context: unknown) => Promise<unknown>;
  const result = await handler({ actor, scope, input, request });
  const reply = result instanceof Reply ? result : new Reply(result, 200);
  return new Reply(operation.output.parse(reply.data), reply.status, reply.headers);
}

const nobody = { kind: "token", id: 0, name: "nobody", actions: [], clusterId: null, teamId: null } as const;

/**
 * Calls a reading operation in process, as a page does to fill the cache that the browser then goes on with.
 * Returns what the HTTP answer would hold.
 */
export async function call<O extends z.ZodType>(
  operation: AnyOperation & { output: O },
  actor: Actor,
  raw: Partial<RawInput> = {},
): Promise<z.output<O>> {
  admit(operation, actor);
  const request = new Request(`http://localhost/api/v1${operation.path}`);
  const reply = await perform(operation, actor, { params: {}, query: {}, body: undefined, ...raw }, request);
  return reply.data as z.output<O>;
}
