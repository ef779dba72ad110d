"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useEffect, useState } from "react";
import { count } from "@/components/ui/format";
import type { OwnershipChange, OwnershipPreview } from "@/lib/client/contract/admin";
import { ownershipPreviewQuery } from "@/lib/client/queries/admin";

const plural = (n: number, one: string) => `${count(n)} ${one}${n === 1 ? "" : "s"}`;

/** What a change of the rules would do, a moment after the last key. null: it cannot be asked yet. */
export function OwnershipPreviewPart({
  change,
  waiting = "State a condition to see what would change owner.",
}: {
  change: OwnershipChange | null;
  waiting?: string;
}) {
  const [asked, setAsked] = useState(change);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(change), 400);
    return () => clearTimeout(timer);
  }, [change]);
  const query = ownershipPreviewQuery(asked ?? { change: "order", ids: [] });
  const { data, error } = useQuery({ ...query, enabled: asked !== null, placeholderData: keepPreviousData });
  return (
    <section
      aria-label="What would change owner"
      className="min-h-16 rounded-md border border-line bg-sunken px-3 py-2 text-small"
    >
      {asked === null ? (
        <p className="text-ink-2">{waiting}</p>
      ) : error ? (
        <p className="text-critical">What would change owner cannot be said: {error.message}</p>
      ) : data ? (
        <Told preview={data} />
      ) : (
        <p role="status" className="text-ink-2">
          Working out what would change owner…
        </p>
      )}
    </section>
  );
}

function Told({ preview: { assets, findings, moves, items } }: { preview: OwnershipPreview }) {
  if (assets === 0) return <p role="status">No asset would change owner.</p>;
  return (
    <div className="space-y-2">
      <p role="status" className="font-medium">
        {plural(assets, "asset")} would change owner, {plural(findings, "finding")} would move.
      </p>
      <ul className="space-y-0.5">
        {moves.slice(0, 8).map(({ role, from, to, ...n }) => (
          <li key={`${role} ${from?.slug} ${to?.slug}`} className="flex flex-wrap items-center gap-x-1.5">
            <FromTo from={from} to={to} />
            <span className="text-ink-2">
              {role === "fixes" && "as the team that can fix it: "}
              {plural(n.assets, "asset")}, {plural(n.findings, "finding")}
            </span>
          </li>
        ))}
        {moves.length > 8 && <li className="text-ink-2">and {plural(moves.length - 8, "other way")}</li>}
      </ul>
      <details>
        <summary className="cursor-pointer text-ink-2">Which assets</summary>
        <ul aria-label="Assets that would change owner" className="mt-1 space-y-0.5">
          {items.slice(0, 20).map((item) => (
            <li
              key={`${item.role} ${item.cluster} ${item.namespace} ${item.kind} ${item.name} ${item.from?.slug} ${item.to?.slug}`}
              className="flex flex-wrap items-center gap-x-1.5"
            >
              <span className="font-mono break-all">
                {[item.cluster, item.namespace, item.name].filter(Boolean).join(" / ")}
              </span>
              <FromTo from={item.from} to={item.to} />
              <span className="text-ink-2">{plural(item.findings, "finding")}</span>
            </li>
          ))}
          {assets > 20 && <li className="text-ink-2">and {count(assets - 20)} more</li>}
        </ul>
      </details>
    </div>
  );
}

type Team = OwnershipPreview["moves"][number]["from"];

function FromTo({ from, to }: { from: Team; to: Team }) {
  return (
    <span className="inline-flex items-center gap-1">
      {from?.name ?? "nobody"}
      <ArrowRight size={12} aria-label="to" className="text-ink-3" />
      {to?.name ?? "nobody"}
    </span>
  );
}
