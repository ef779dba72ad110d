"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useWrite } from "@/components/ui/use-write";
import type { TeamAdmin } from "@/lib/client/contract/admin";
import { Done } from "@/lib/client/contract/session";
import { api } from "@/lib/client/fetcher";

/** Removing a team, with what follows from it. */
export function TeamEnd({ team }: { team: TeamAdmin }) {
  const [asking, setAsking] = useState(false);
  const write = useWrite({
    send: () => api(`/teams/${team.slug}`, { method: "DELETE", shape: Done }),
    done: () => `Team ${team.name} is gone`,
    stale: [["teams"], ["posture"], ["ownership"]],
    after: () => setAsking(false),
  });
  return (
    <>
      <Button size="sm" look="danger" onClick={() => setAsking(true)}>
        Remove the team
      </Button>
      <ConfirmDialog
        title={`Remove ${team.name}?`}
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => write.run(undefined)}
        confirm="Remove the team"
        busy={write.busy}
        problem={write.problem}
      >
        <p>
          What it owns goes to the teams that other ownership rules name, or to nobody. Findings keep their history.
        </p>
      </ConfirmDialog>
    </>
  );
}
