"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { count, plural } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { useWrite } from "@/components/ui/use-write";
import { Report } from "@/lib/client/contract/report";
import { api } from "@/lib/client/fetcher";

type Answer = "confirm" | "refuse";

/** A report that would close most of what is open: it waits for somebody to say that this is right. */
export function Held({ report }: { report: Report }) {
  const [asking, setAsking] = useState<Answer | null>(null);
  const closures = report.result?.heldClosures ?? 0;
  const write = useWrite({
    send: (answer: Answer) => api(`/reports/${report.id}/${answer}`, { method: "POST", shape: Report }),
    done: (_, answer) => (answer === "confirm" ? `Closed ${plural(closures, "finding")}` : "They stay open"),
    stale: [["reports"], ["findings"], ["posture"], ["overview"]],
    after: () => setAsking(null),
  });
  if (report.state !== "held") return null;
  const may = report.abilities["imports.confirm"];
  return (
    <>
      <Notice
        tone="warn"
        action={
          may && (
            <span className="flex gap-2">
              <Button size="sm" onClick={() => setAsking("refuse")}>
                Keep them open
              </Button>
              <Button size="sm" onClick={() => setAsking("confirm")}>
                Close {count(closures)}
              </Button>
            </span>
          )
        }
      >
        What it adds is in. It would also close <strong className="font-semibold">{plural(closures, "finding")}</strong>
        , more than half of what was open in its scope{may ? "." : ": security decides whether that is right."}
      </Notice>
      <ConfirmDialog
        title={asking === "refuse" ? "Keep them open?" : `Close ${plural(closures, "finding")}?`}
        open={asking !== null}
        onClose={() => setAsking(null)}
        onConfirm={() => asking && write.run(asking)}
        confirm={asking === "refuse" ? "Keep them open" : `Close ${count(closures)}`}
        danger={asking === "confirm"}
        busy={write.busy}
        problem={write.problem}
      >
        {asking === "refuse" ? (
          <p>The report is taken as incomplete. What it lacks stays open until another report decides.</p>
        ) : (
          <p>The report is taken as complete: what it no longer lists is fixed. The journal keeps who confirmed it.</p>
        )}
      </ConfirmDialog>
    </>
  );
}
