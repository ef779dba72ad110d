"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useToast } from "@/components/ui/toast";
import { BulkResult } from "@/lib/client/contract/remediation";
import { api } from "@/lib/client/fetcher";
import type { Work } from "@/lib/domain/vocabulary";
import { saidOfMany } from "./triage-steps";

type BulkChange = { ids: string[]; work?: Work; assignee?: "me" | number | null };

/** One change of many findings, in one request; what could not be changed is counted, and the rest can be undone. */
export function useBulk() {
  const client = useQueryClient();
  const say = useToast();
  const [running, setRunning] = useState(0);

  async function send(path: "/findings/bulk" | "/findings/bulk/undo", body: object): Promise<BulkResult | null> {
    setRunning((count) => count + 1);
    try {
      return await api(path, { method: "POST", body, shape: BulkResult });
    } catch (error) {
      say(error instanceof Error ? error.message : "It failed.", { bad: true });
      return null;
    } finally {
      setRunning((count) => count - 1);
      client.invalidateQueries({ queryKey: ["findings"] });
    }
  }

  async function undo(token: string) {
    const result = await send("/findings/bulk/undo", { undo: token });
    if (result)
      say(saidOfMany("Taken back", result.changed, result.refused.length), { bad: result.refused.length > 0 });
  }

  async function run(change: BulkChange, said: string) {
    const result = await send("/findings/bulk", change);
    if (!result) return;
    const { changed, unchanged, refused, undo: token } = result;
    say(saidOfMany(said, changed + unchanged, refused.length), {
      bad: refused.length > 0,
      undo: token ? () => void undo(token) : undefined,
    });
  }

  return { run, busy: running > 0 };
}
