"use client";

import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useToast } from "@/components/ui/toast";
import { FindingDetail, type FindingPage, type FindingRow } from "@/lib/client/contract/finding";
import { api } from "@/lib/client/fetcher";
import { type Step, saidOfMany, undoing } from "./triage-steps";

/** Changes that travel at the same time when many findings are changed at once. */
const AT_ONCE = 4;

/** Triage with the result on the screen at once, and with a way back. */
export function useTriage() {
  const client = useQueryClient();
  const say = useToast();
  const [running, setRunning] = useState(0);

  /** Writes into every list and into the open drawer. */
  function show(id: string, shown: Partial<FindingRow>) {
    const shownIn = (item: FindingRow) => (item.id === id ? { ...item, ...shown } : item);
    client.setQueriesData<InfiniteData<FindingPage>>(
      { queryKey: ["findings", "list"] },
      (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(shownIn) })) },
    );
    client.setQueryData<FindingDetail>(["findings", "one", id], (data) => data && { ...data, ...shown });
  }

  /** Shows, sends, and takes the show back when the server refuses. */
  async function apply({ finding, change, shown }: Step) {
    await client.cancelQueries({ queryKey: ["findings"] });
    show(finding.id, shown);
    try {
      const path = `/findings/${encodeURIComponent(finding.id)}` as const;
      const detail = await api(path, { method: "PATCH", body: change, shape: FindingDetail });
      client.setQueryData(["findings", "one", detail.id], detail);
      show(detail.id, { assignee: detail.assignee, state: detail.state });
    } catch (error) {
      show(finding.id, { assignee: finding.assignee, state: finding.state });
      throw error;
    }
  }

  async function applyAll(steps: Step[]) {
    const queue = [...steps];
    const done: Step[] = [];
    const failed: string[] = [];
    setRunning((count) => count + 1);
    const worker = async () => {
      for (let step = queue.shift(); step; step = queue.shift()) {
        try {
          await apply(step);
          done.push(step);
        } catch (error) {
          failed.push(error instanceof Error ? error.message : "It failed.");
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    setRunning((count) => count - 1);
    client.invalidateQueries({ queryKey: ["findings", "facets"] });
    return { done, failed };
  }

  async function runAll(steps: Step[]) {
    const [first] = steps;
    if (!first) return;
    const { done, failed } = await applyAll(steps);
    const back = done.flatMap((step) => undoing(step) ?? []);
    const said = steps.length === 1 ? first.said : saidOfMany(first.said, done.length, failed.length);
    if (done.length === 0) return say(failed[0] ?? "It failed.", { bad: true });
    say(said, { bad: failed.length > 0, undo: back.length === done.length ? () => runAll(back) : undefined });
  }

  return { run: (step: Step) => runAll([step]), runAll, busy: running > 0 };
}
