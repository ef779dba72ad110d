"use client";

import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { useToast } from "@/components/ui/toast";
import { FindingDetail, type FindingPage, type FindingRow } from "@/lib/client/contract/finding";
import { api } from "@/lib/client/fetcher";
import type { State, Work } from "@/lib/domain/vocabulary";
import { workName } from "./words";

export type Change = { work?: Work; assignee?: "me" | number | null };
/** One step of triage: what is sent, what is shown at once, and the way back. */
export type Step = {
  finding: FindingRow;
  change: Change;
  shown: Partial<FindingRow>;
  said: string;
  undo?: Change;
  undoShown?: Partial<FindingRow>;
};

const stateOfWork: Record<Work, State> = {
  todo: "open",
  in_progress: "in_progress",
  awaiting_verification: "awaiting_verification",
};
const working: readonly State[] = ["open", "in_progress", "awaiting_verification"];

export function claimStep(finding: FindingRow, me: string): Step {
  return {
    finding,
    change: { assignee: "me" },
    shown: { assignee: me },
    said: "Claimed by you",
    undo: finding.assignee ? undefined : { assignee: null },
    undoShown: { assignee: null },
  };
}

export function releaseStep(finding: FindingRow, me: string): Step {
  const mine = finding.assignee === me;
  return {
    finding,
    change: { assignee: null },
    shown: { assignee: null },
    said: "Released",
    undo: mine ? { assignee: "me" } : undefined,
    undoShown: { assignee: me },
  };
}

export function assignStep(finding: FindingRow, person: { userId: number; name: string }): Step {
  return {
    finding,
    change: { assignee: person.userId },
    shown: { assignee: person.name },
    said: `Assigned to ${person.name}`,
    undo: finding.assignee ? undefined : { assignee: null },
    undoShown: { assignee: null },
  };
}

export function workStep(finding: FindingRow, from: Work, to: Work): Step {
  // A decision or a missing scan shows before the work does, so the state shown stays the server's to say.
  const shows = working.includes(finding.state);
  return {
    finding,
    change: { work: to },
    shown: shows ? { state: stateOfWork[to] } : {},
    said: workName[to],
    undo: { work: from },
    undoShown: shows ? { state: stateOfWork[from] } : {},
  };
}

/** Triage with the result on the screen at once, and with a way back. */
export function useTriage() {
  const client = useQueryClient();
  const say = useToast();

  /** Writes into every list and into the open drawer. */
  function show(id: string, shown: Partial<FindingRow>) {
    client.setQueriesData<InfiniteData<FindingPage>>(
      { queryKey: ["findings", "list"] },
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.map((item) => (item.id === id ? { ...item, ...shown } : item)),
          })),
        },
    );
    client.setQueryData<FindingDetail>(["findings", "one", id], (data) => data && { ...data, ...shown });
  }

  const mutation = useMutation({
    mutationFn: ({ finding, change }: Step) =>
      api(`/findings/${encodeURIComponent(finding.id)}`, { method: "PATCH", body: change, shape: FindingDetail }),
    onMutate: async (step) => {
      await client.cancelQueries({ queryKey: ["findings"] });
      show(step.finding.id, step.shown);
    },
    onError: (error, step) => {
      const { assignee, state } = step.finding;
      show(step.finding.id, { assignee, state });
      say(`${step.finding.rule}: ${error.message}`, { bad: true });
    },
    onSuccess: (detail, step) => {
      client.setQueryData(["findings", "one", detail.id], detail);
      show(detail.id, { assignee: detail.assignee, state: detail.state });
      const { undo } = step;
      say(step.said, {
        undo:
          undo &&
          (() =>
            mutation.mutate({
              finding: { ...step.finding, ...step.shown },
              change: undo,
              shown: step.undoShown ?? {},
              said: "Taken back",
            })),
      });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["findings", "facets"] }),
  });

  return { run: (step: Step) => mutation.mutate(step), busy: mutation.isPending };
}
