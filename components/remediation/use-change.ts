"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useToast } from "@/components/ui/toast";
import { useWrite } from "@/components/ui/use-write";
import { RemediationDetail } from "@/lib/client/contract/remediation";
import { api } from "@/lib/client/fetcher";
import { Problem } from "@/lib/client/problem";

type Change = { path: "" | "/transition"; method: "PATCH" | "POST"; body: object; said: string };

/**
 * Writes to one remediation, with the version that is on the screen. When somebody was faster, what they did is shown
 * instead of a failed form.
 */
export function useChange({ id, version }: { id: number; version: number }, after?: () => void) {
  const client = useQueryClient();
  const say = useToast();
  const write = useWrite({
    send: async ({ path, method, body }: Change) => {
      try {
        return await api(`/remediations/${id}${path}`, {
          method,
          body: { version, ...body },
          shape: RemediationDetail,
        });
      } catch (error) {
        if (!(error instanceof Problem) || error.body.status !== 409) throw error;
        say(error.message, { bad: true });
        await client.invalidateQueries({ queryKey: ["remediations"] });
        return null;
      }
    },
    stale: [["remediations", "list"], ["remediations", "items", id], ["findings"]],
    after: (detail, { said }) => {
      if (!detail) return;
      client.setQueryData(["remediations", "one", id], detail);
      say(said);
      after?.();
    },
  });
  return write;
}
