"use client";

import { useQuery } from "@tanstack/react-query";
import { Link2, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Part } from "@/components/finding/drawer-part";
import { TicketLine } from "@/components/ticket/ticket-line";
import { IconButton } from "@/components/ui/button";
import { points } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";
import type { RemediationDetail } from "@/lib/client/contract/remediation";
import { remediationQuery } from "@/lib/client/queries/remediations";
import { Marks } from "./card";
import { Discussion } from "./discussion";
import { Fields } from "./fields";
import { History } from "./history";
import { Checklist } from "./items";
import { Progress } from "./progress";
import { StateName } from "./state";
import { Steps } from "./steps";
import { waitsFor } from "./words";

/** Everything about one remediation, over the board and not in place of it. */
export function RemediationDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const { data, error } = useQuery(remediationQuery(id));
  const box = useRef<HTMLDialogElement>(null);
  const say = useToast();
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
  }, []);
  return (
    <dialog
      open
      ref={box}
      tabIndex={-1}
      aria-label={data ? `Remediation ${data.title}` : "Remediation"}
      className="slide-in fixed top-0 right-0 bottom-0 left-auto z-40 m-0 flex h-dvh max-h-none w-full max-w-none flex-col border-0 border-l border-line bg-surface p-0 text-ink shadow-float outline-none sm:w-140"
    >
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line px-2 sm:px-3">
        <span className="pl-2 text-small text-ink-2">Remediation {id}</span>
        <span className="flex-1" />
        <IconButton
          label="Copy the link to this view"
          onClick={() => navigator.clipboard.writeText(window.location.href).then(() => say("Link copied"))}
        >
          <Link2 size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="Close (Esc)" onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      <div key={id} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {data ? <Content remediation={data} /> : error ? <Missing message={error.message} /> : <Waiting />}
      </div>
    </dialog>
  );
}

function Content({ remediation }: { remediation: RemediationDetail }) {
  const { progress, fix, reason, state } = remediation;
  const waits = waitsFor(remediation);
  return (
    <>
      <div className="space-y-3 px-4 py-4 sm:px-5">
        <p className="flex flex-wrap items-center gap-2 text-small text-ink-2">
          <StateName state={state} />
          <span>
            since <Ago at={remediation.stateAt} />
          </span>
          <Marks row={remediation} />
        </p>
        <h2 className="text-body font-semibold text-balance break-words">{remediation.title}</h2>
        {reason && (
          <Notice tone={remediation.sentBack > 0 && state === "in_progress" ? "warn" : "plain"}>{reason}</Notice>
        )}
        <Fields remediation={remediation} />
        <Steps remediation={remediation} />
        <TicketLine id={remediation.id} mayPlan={remediation.abilities["remediations.write"] === true} />
      </div>
      <Part title="Progress" aside={`${points(progress.points)} of ${points(progress.pointsAll)} points left`}>
        <Progress progress={progress} wide />
        {waits && <p className="mt-2 text-ink-2">{waits}.</p>}
        {progress.elsewhere > 0 && (
          <p className="mt-2 text-ink-2">
            {progress.elsewhere} went to other teams meanwhile and no longer{" "}
            {progress.elsewhere === 1 ? "counts" : "count"} here.
          </p>
        )}
        {fix && (
          <p className="mt-2">
            Planned from the fix <TextLink href={`/fixes?fix=${fix.id}`}>{fix.title}</TextLink>
          </p>
        )}
      </Part>
      <Checklist remediation={remediation} />
      <Discussion remediation={remediation} />
      <History history={remediation.history} />
    </>
  );
}

function Waiting() {
  return (
    <div role="status" className="space-y-3 p-5">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-4.5 w-48" />
      <Skeleton className="h-5 w-4/5" />
      <Skeleton className="mt-6 h-24 w-full" />
      <Skeleton className="h-24 w-full" />
    </div>
  );
}

function Missing({ message }: { message: string }) {
  return (
    <div className="p-5">
      <Notice role="alert">This remediation cannot be shown: {message}</Notice>
    </div>
  );
}
