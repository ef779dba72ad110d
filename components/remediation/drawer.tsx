"use client";

import { useQuery } from "@tanstack/react-query";
import { TicketLine } from "@/components/ticket/ticket-line";
import { Drawer, DrawerMissing, DrawerWaiting } from "@/components/ui/drawer";
import { Part } from "@/components/ui/drawer-part";
import { points } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
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
  return (
    <Drawer
      label={data ? `Remediation ${data.title}` : "Remediation"}
      at={id}
      onClose={onClose}
      lead={<span className="pl-2 text-small text-ink-2">Remediation {id}</span>}
    >
      {data ? (
        <Content remediation={data} />
      ) : error ? (
        <DrawerMissing what="remediation" message={error.message} />
      ) : (
        <Waiting />
      )}
    </Drawer>
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
            Planned from the fix{" "}
            {fix.left ? (
              <TextLink href={`/fixes?fix=${fix.id}`}>{fix.title}</TextLink>
            ) : (
              `“${fix.title}”, of which nothing is left`
            )}
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
    <DrawerWaiting>
      <Skeleton className="mt-6 h-24 w-full" />
      <Skeleton className="h-24 w-full" />
    </DrawerWaiting>
  );
}
