import { z } from "zod";
import type { Actor } from "@/lib/authz/actor";
import { type Scope, scopeOf } from "@/lib/authz/scope";
import { maxRowId } from "@/lib/client/contract/common";
import { ExceptionDetail } from "@/lib/client/contract/exception";
import { exceptionDetail } from "@/lib/queries/exception/detail";
import { fourEyesOn } from "@/lib/services/exception/four-eyes";
import { operation } from "../../operation";
import { presentExceptionDetail } from "../../present/exception";

export const ExceptionParams = z.object({ id: z.coerce.number().int().positive().max(maxRowId) });

/** The exception as the actor may see it, after a write too. */
export async function shownException(actor: Actor, id: number, scope: Scope = scopeOf(actor)) {
  return presentExceptionDetail(actor, await exceptionDetail(scope, id), await fourEyesOn());
}

export const getException = operation({
  id: "getException",
  method: "GET",
  path: "/exceptions/{id}",
  summary: "One exception: what it decides and why, for how long, who asked and approved, and what it covers now.",
  action: "findings.read",
  input: { params: ExceptionParams },
  output: ExceptionDetail,
  handler: ({ actor, scope, input }) => shownException(actor, input.params.id, scope),
});
