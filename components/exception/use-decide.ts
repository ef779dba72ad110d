"use client";

import { plural } from "@/components/ui/format";
import { useWrite } from "@/components/ui/use-write";
import { ExceptionDetail, ExceptionsDecided } from "@/lib/client/contract/exception";
import { api } from "@/lib/client/fetcher";
import type { ExceptionStep } from "@/lib/domain/exception/vocabulary";

const stale = [["exceptions"], ["findings"], ["posture"], ["overview"], ["trends"]];

const done: Record<ExceptionStep, string> = {
  approve: "Approved",
  reject: "Rejected",
  withdraw: "Withdrawn",
  revoke: "Revoked: what it covered is open again",
};

/** Takes back decisions that were made just now; what cannot be taken back is named. */
function useUndo() {
  const { run } = useWrite({
    send: (ids: number[]) => api("/exceptions/undo", { method: "POST", body: { ids }, shape: ExceptionsDecided }),
    done: (result) => saidOf("Taken back", result),
    stale,
  });
  return run;
}

function saidOf(said: string, { done: ids, failed }: ExceptionsDecided): string {
  const text = `${said}: ${plural(ids.length, "request")}`;
  return failed.length === 0 ? text : `${text}; ${failed.length} not: ${failed[0]?.reason}`;
}

/** Takes one exception a step along. */
export function useDecide(id: number, after: () => void) {
  const undo = useUndo();
  return useWrite({
    send: ({ step, note }: { step: ExceptionStep; note?: string }) =>
      api(`/exceptions/${id}/${step}`, { method: "POST", body: { note }, shape: ExceptionDetail }),
    done: (_, { step }) => done[step],
    undo: ({ renews }, { step }) =>
      step === "reject" || (step === "approve" && renews === null) ? () => undo([id]) : undefined,
    stale,
    after,
  });
}

/** Approves or rejects several. */
export function useDecideMany(after: () => void) {
  const undo = useUndo();
  return useWrite({
    send: (input: { ids: number[]; decision: "approve" | "reject"; note?: string }) =>
      api("/exceptions/decide", { method: "POST", body: input, shape: ExceptionsDecided }),
    done: (result, { decision }) => saidOf(done[decision], result),
    undo: ({ done: ids }) => (ids.length > 0 ? () => undo(ids) : undefined),
    stale,
    after,
  });
}
