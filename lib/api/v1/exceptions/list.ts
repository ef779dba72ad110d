import { z } from "zod";
import { can } from "@/lib/authz/can";
import { ExceptionPage, ExceptionQuery } from "@/lib/client/contract/exception";
import { exceptionStates } from "@/lib/domain/exception/vocabulary";
import { decisions } from "@/lib/domain/vocabulary";
import { listExceptions as list } from "@/lib/queries/exception/list";
import { fourEyesOn } from "@/lib/services/exception/four-eyes";
import { decodeCursor, encodeCursor } from "../../cursor";
import { operation } from "../../operation";
import { presentException } from "../../present/exception";

const Cursor = z.tuple([z.literal("id"), z.number().int()]);
const words = (text: string) => text.split(",").filter(Boolean);

export const listExceptions = operation({
  id: "listExceptions",
  method: "GET",
  path: "/exceptions",
  summary: "Exceptions within the reader's scope, the newest first, with how many there are of each state.",
  action: "findings.read",
  input: { query: ExceptionQuery },
  output: ExceptionPage,
  handler: async ({ actor, scope, input }) => {
    const { state, kind, rule, cursor, limit } = input.query;
    const fourEyes = await fourEyesOn();
    const { rows, next, counts } = await list(scope, {
      ...(state && { states: words(state).flatMap((w) => (exceptionStates.is(w) ? [exceptionStates.code(w)] : [])) }),
      ...(kind && { decisions: words(kind).flatMap((w) => (decisions.is(w) ? [decisions.code(w)] : [])) }),
      ...(rule && { rule }),
      ...{ cursor: decodeCursor(cursor, Cursor)?.[1] ?? null, limit },
    });
    return {
      items: rows.map((row) => presentException(actor, row, fourEyes)),
      nextCursor: next === null ? null : encodeCursor(["id", next]),
      counts: Object.fromEntries(exceptionStates.list.map((word, code) => [word, counts.get(code) ?? 0])),
      abilities: { request: can(actor, "exceptions.request"), decide: can(actor, "exceptions.decide") },
      fourEyes,
    };
  },
});
