"use client";

import { useState } from "react";
import { useHotkeys } from "@/components/frame/use-hotkeys";
import { Button } from "@/components/ui/button";
import { bounded } from "@/components/ui/format";
import { Day } from "@/components/ui/time";
import type { ExceptionDetail } from "@/lib/client/contract/exception";
import type { ExceptionStep } from "@/lib/domain/exception/vocabulary";
import { DecideDialog } from "./decide-dialog";
import { RequestDialog } from "./request-dialog";
import { useDecide } from "./use-decide";
import { kindName, scopeOf } from "./words";

const titles: Record<ExceptionStep, string> = {
  approve: "Approve this exception?",
  reject: "Reject this request?",
  withdraw: "Withdraw your request?",
  revoke: "Revoke this exception?",
};
const words: Record<ExceptionStep, string> = {
  approve: "Approve",
  reject: "Reject",
  withdraw: "Withdraw",
  revoke: "Revoke",
};

const keys: Partial<Record<ExceptionStep, string>> = { approve: "a", reject: "r" };

/** What the reader may do with it now; absent what they may not. */
export function ExceptionActions({ exception: x }: { exception: ExceptionDetail }) {
  const [asking, setAsking] = useState<ExceptionStep | null>(null);
  const [renewing, setRenewing] = useState(false);
  const write = useDecide(x.id, () => setAsking(null));
  const ask = (step: ExceptionStep) => (x.abilities[step] ? () => setAsking(step) : undefined);
  useHotkeys({ a: ask("approve"), r: ask("reject") });
  const steps = (["approve", "reject", "withdraw", "revoke"] as const).filter((step) => x.abilities[step]);
  return (
    <div className="flex flex-wrap items-center gap-2 empty:hidden">
      {steps.map((step) => (
        <Button
          key={step}
          look={step === "approve" ? "primary" : "secondary"}
          data-tip={keys[step] && `${words[step]} (${keys[step]})`}
          onClick={() => setAsking(step)}
        >
          {words[step]}
        </Button>
      ))}
      {x.abilities.renew && <Button onClick={() => setRenewing(true)}>Renew</Button>}
      {x.state === "pending" && !x.abilities.approve && (
        <p className="text-small text-ink-2">
          {x.fourEyes ? "Somebody of security who did not ask for it decides." : "Security decides."}
        </p>
      )}
      {asking && (
        <DecideDialog
          title={titles[asking]}
          submit={words[asking]}
          open
          busy={write.busy}
          problem={write.problem}
          onClose={() => {
            setAsking(null);
            write.clear();
          }}
          onSubmit={(note) => write.run({ step: asking, note })}
        >
          <What step={asking} exception={x} />
        </DecideDialog>
      )}
      {renewing && (
        <RequestDialog
          scopes={[scopeOf(x)]}
          renews={x.id}
          start={{ kind: x.kind, reason: x.reason, justification: x.justification }}
          onClose={() => setRenewing(false)}
        />
      )}
    </div>
  );
}

function What({ step, exception: { kind, covers, expiresAt } }: { step: ExceptionStep; exception: ExceptionDetail }) {
  const many = `${bounded(covers.count)} ${covers.count.value === 1 ? "finding" : "findings"}`;
  if (step === "approve")
    return (
      <p>
        {kindName[kind]} for {many} now, and for what comes in the same scope, until <Day at={expiresAt} />. It ends
        earlier for what becomes worse.
      </p>
    );
  if (step === "revoke") return <p>{many} will be open again, unless another exception covers them.</p>;
  return <p>Nothing changes for the findings: they stay open.</p>;
}
