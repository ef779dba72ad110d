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

/** Takes one exception a step along. */
export function useDecide(id: number, after: () => void) {
  return useWrite({
    send: ({ step, note }: { step: ExceptionStep; note?: string }) =>
      api(`/exceptions/${id}/${step}`, { method: "POST", body: { note }, shape: ExceptionDetail }),
    done: (_, { step }) => done[step],
    stale,
    after,
  });
}

/** Approves or rejects several. */
export function useDecideMany(after: () => void) {
  return useWrite({
    send: (input: { ids: number[]; decision: "approve" | "reject"; note?: string }) =>
      api("/exceptions/decide", { method: "POST", body: input, shape: ExceptionsDecided }),
    done: ({ done: decided, failed }, { decision }) => {
      const said = `${decision === "approve" ? "Approved" : "Rejected"} ${plural(decided.length, "exception")}`;
      return failed.length === 0 ? said : `${said}; ${failed.length} not: ${failed[0]?.reason}`;
    },
    stale,
    after,
  });
}
