"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useViewer } from "@/components/frame/viewer";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Section } from "@/components/ui/page";
import { useWrite } from "@/components/ui/use-write";
import { FourEyes } from "@/lib/client/contract/exception";
import { api } from "@/lib/client/fetcher";

/** Switches off, for an installation with one person of security, that somebody else has to approve. */
export function FourEyesSetting() {
  const { fourEyes } = useViewer();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const write = useWrite({
    send: (on: boolean) => api("/four-eyes", { method: "PUT", body: { on }, shape: FourEyes }),
    done: ({ on }) => (on ? "Four eyes is on" : "Four eyes is off"),
    stale: [["session"], ["exceptions"]],
    after: () => {
      setAsking(false);
      router.refresh();
    },
  });
  return (
    <Section
      title="Four eyes"
      aside={
        <Button onClick={() => (fourEyes ? setAsking(true) : write.run(true))} busy={write.busy}>
          {fourEyes ? "Switch off" : "Switch on"}
        </Button>
      }
    >
      <p className="max-w-prose py-3 text-ink-2">
        {fourEyes
          ? "Whoever asks for an exception never approves it: another person of security has to."
          : "Off: whoever asks for an exception may approve it themselves. Every page says so."}
      </p>
      <ConfirmDialog
        title="Switch four eyes off?"
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => write.run(false)}
        confirm="Switch off"
        busy={write.busy}
        problem={write.problem}
      >
        <p>
          People of security may then approve their own exceptions. It is meant for installations with one person of
          security; it is in the audit log, and every page says so.
        </p>
      </ConfirmDialog>
    </Section>
  );
}
