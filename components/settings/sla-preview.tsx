"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { count } from "@/components/ui/format";
import type { SlaPolicyBody, SlaPreview } from "@/lib/client/contract/sla";
import { slaPreviewQuery } from "@/lib/client/queries/sla";

/** What saving would change, a moment after the last key. */
export function SlaPreviewLine({ policy }: { policy: SlaPolicyBody }) {
  const [asked, setAsked] = useState(policy);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(policy), 400);
    return () => clearTimeout(timer);
  }, [policy]);
  const { data, error } = useQuery(slaPreviewQuery(asked));
  const waiting = JSON.stringify(asked) !== JSON.stringify(policy);
  return (
    <p role="status" className="min-h-10 max-w-prose">
      {error ? (
        <span className="text-critical">What this would change cannot be said: {error.message}</span>
      ) : !data || waiting ? (
        <span className="text-ink-2">Working out what this would change…</span>
      ) : (
        <Words preview={data} />
      )}
    </p>
  );
}

function Words({ preview }: { preview: SlaPreview }) {
  const { changed, earlier, later, gain, lose, breachedNow, breachedThen } = preview;
  if (changed === 0) return <>No finding’s due date would change.</>;
  const parts = [
    [earlier, "earlier"],
    [later, "later"],
    [gain, "for the first time"],
    [lose, "never"],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, words]) => `${count(n)} ${words}`);
  return (
    <>
      {count(changed)} {changed === 1 ? "finding" : "findings"} would be due at another time: {said.join(", ")}.{" "}
      {breachedThen === breachedNow ? (
        <>Breached stay {count(breachedNow)}.</>
      ) : (
        <strong className={breachedThen > breachedNow ? "font-semibold text-critical" : "font-semibold"}>
          Breached would be {count(breachedThen)} instead of {count(breachedNow)}.
        </strong>
      )}
    </>
  );
}
