"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { plural } from "@/components/ui/format";
import { Ago, Moment } from "@/components/ui/time";
import { useWrite } from "@/components/ui/use-write";
import { IntegrationMade, type IntegrationRow, RetryDone, TestResult } from "@/lib/client/contract/integration";
import { Done } from "@/lib/client/contract/session";
import { api } from "@/lib/client/fetcher";
import { Deliveries } from "./deliveries";
import { healthOf, kindWords, whereWords } from "./words";

/** One integration: where it leads, how it fares, and what can be done with it. */
export function IntegrationBlock({ one, onEdit }: { one: IntegrationRow; onEdit: () => void }) {
  const [removing, setRemoving] = useState(false);
  const [open, setOpen] = useState(false);
  const stale = [["integrations"], ["notices"]];
  const base = `/integrations/${one.id}` as const;
  const test = useWrite({
    send: () => api(`${base}/test`, { method: "POST", shape: TestResult }),
    done: ({ ok, error }) => (ok ? `${one.name} works` : `It failed: ${error}`),
    stale,
  });
  const turn = useWrite({
    send: (disabled: boolean) => api(base, { method: "PATCH", body: { disabled }, shape: IntegrationMade }),
    done: (_, disabled) => (disabled ? `${one.name} is switched off` : `${one.name} is switched on`),
    stale,
  });
  const retry = useWrite({
    send: () => api(`${base}/retry`, { method: "POST", shape: RetryDone }),
    done: ({ retried }) => `${plural(retried, "message")} on the way again`,
    stale,
  });
  const remove = useWrite({
    send: () => api(base, { method: "DELETE", shape: Done }),
    done: () => `${one.name} is gone`,
    stale,
    after: () => setRemoving(false),
  });
  const sends = one.kind !== "github";
  return (
    <li className="space-y-1 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <p>
            <span className="font-medium">{one.name}</span> <span className="text-ink-2">{kindWords[one.kind]}</span>
          </p>
          <p className="text-small text-ink-2 wrap-anywhere">{whereWords(one)}</p>
        </div>
        <div className="flex flex-wrap gap-1">
          <Button size="sm" busy={test.busy} onClick={() => test.run(undefined)} aria-label={`Test ${one.name}`}>
            Test
          </Button>
          <Button size="sm" onClick={onEdit} aria-label={`Change ${one.name}`}>
            Change
          </Button>
          <Button size="sm" busy={turn.busy} onClick={() => turn.run(!one.disabledAt)}>
            {one.disabledAt ? "Switch on" : "Switch off"}
          </Button>
          <Button size="sm" look="danger" onClick={() => setRemoving(true)} aria-label={`Remove ${one.name}`}>
            Remove
          </Button>
        </div>
      </div>
      <Health one={one} />
      {sends && (
        <div className="flex flex-wrap items-center gap-2 text-small">
          <span className="text-ink-2">
            {one.waiting > 0 ? `${plural(one.waiting, "message")} waiting` : "Nothing waits"}
            {one.failed > 0 && `, ${one.failed} given up`}
            {one.nextAt && one.waiting > 0 && (
              <>
                ; next try at <Clock at={one.nextAt} />
              </>
            )}
          </span>
          {one.waiting + one.failed > 0 && !one.disabledAt && (
            <Button size="sm" look="quiet" busy={retry.busy} onClick={() => retry.run(undefined)}>
              Retry now
            </Button>
          )}
          <Button size="sm" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide deliveries" : "Deliveries"}
          </Button>
        </div>
      )}
      {open && <Deliveries id={one.id} />}
      <ConfirmDialog
        title={`Remove ${one.name}?`}
        open={removing}
        onClose={() => setRemoving(false)}
        onConfirm={() => remove.run(undefined)}
        confirm="Remove"
        busy={remove.busy}
        problem={remove.problem}
      >
        <p>
          {sends
            ? "Its rules and what waits for it go with it."
            : "Issues stay where they are, and no longer follow their remediations."}
        </p>
      </ConfirmDialog>
    </li>
  );
}

const Clock = ({ at }: { at: string }) => (
  <time dateTime={at} className="tabular">
    {at.slice(11, 16)} UTC
  </time>
);

function Health({ one }: { one: IntegrationRow }) {
  const health = healthOf(one);
  if (health === "off")
    return (
      <p className="text-small text-ink-2">
        Switched off{one.disabledFor ? `: ${one.disabledFor}` : " by an admin"}. Nothing is sent, and nothing new waits.
      </p>
    );
  if (health === "failing" && one.lastErrorAt)
    return (
      <p className="text-small text-critical">
        The last try failed, <Ago at={one.lastErrorAt} suffix=" ago" />: {one.lastError}
        {one.failingSince && Date.parse(one.lastErrorAt) - Date.parse(one.failingSince) > 60_000 && (
          <>
            ; failing since <Moment at={one.failingSince} />
          </>
        )}
        .
      </p>
    );
  if (health === "works" && one.lastOkAt)
    return (
      <p className="text-small text-ink-2">
        Worked <Ago at={one.lastOkAt} suffix=" ago" />.
      </p>
    );
  return <p className="text-small text-ink-2">Not used yet.</p>;
}
