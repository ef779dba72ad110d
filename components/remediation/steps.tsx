"use client";

import { useState } from "react";
import { Button, type ButtonLook } from "@/components/ui/button";
import { FormDialog } from "@/components/ui/form-dialog";
import { Field, Textarea } from "@/components/ui/input";
import type { RemediationDetail, RemediationStep } from "@/lib/client/contract/remediation";
import { useChange } from "./use-change";
import { remediationName } from "./words";

/** The steps that this person may take now; the server says which. The first leads on, the others stand beside it. */
export function Steps({ remediation }: { remediation: RemediationDetail }) {
  const [asked, setAsked] = useState<RemediationStep | null>(null);
  const change = useChange(remediation, () => setAsked(null));
  const { steps, assigned } = remediation;
  if (steps.length === 0) return null;
  const take = ({ to }: RemediationStep, reason?: string) =>
    change.run({ path: "/transition", method: "POST", body: { to, reason }, said: remediationName[to] });
  // What is claimed waits for a report: nothing that a person can do now leads on.
  const leadsOn = remediation.state !== "awaiting_verification";
  const lookOf = (step: RemediationStep, index: number): ButtonLook =>
    index === 0 && leadsOn && !step.needsReason ? "primary" : step.to === "cancelled" ? "quiet" : "secondary";
  return (
    <div className="flex flex-wrap gap-2">
      {steps.map((step, index) => (
        <Button
          key={step.to}
          look={lookOf(step, index)}
          busy={change.busy && asked === null}
          onClick={() => (step.needsReason ? setAsked(step) : take(step))}
        >
          {step.to === "in_progress" && !assigned ? "Claim and start" : step.name}
        </Button>
      ))}
      {asked && (
        <FormDialog
          title={asked.name}
          open
          onClose={() => {
            change.clear();
            setAsked(null);
          }}
          onSubmit={({ reason }) => take(asked, reason)}
          submit={asked.name}
          busy={change.busy}
          problem={change.problem}
        >
          <Field label="Why" error={change.field("reason")} hint="Everybody who sees the remediation reads it.">
            {(ids) => <Textarea {...ids} name="reason" maxLength={1000} required rows={3} />}
          </Field>
        </FormDialog>
      )}
      {change.problem && !asked && (
        <p role="alert" className="basis-full text-small text-critical">
          {change.problem}
        </p>
      )}
    </div>
  );
}
