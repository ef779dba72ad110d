"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { TextLink } from "@/components/ui/text-link";
import { remediationsQuery } from "@/lib/client/queries/remediations";
import { remediationName } from "./words";

/** The planned fixes that a finding is part of, in one line; nothing where there is none. */
export function OnFinding({ id }: { id: string }) {
  const list = useInfiniteQuery(remediationsQuery({ finding: id, limit: 3, sort: "newest" }));
  const rows = list.data?.pages[0]?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <p className="text-ink-2">
      {rows.map((row, index) => (
        <span key={row.id}>
          {index === 0 ? "Part of " : ", "}
          <TextLink href={`/remediations?remediation=${row.id}`}>{row.title}</TextLink> (
          {remediationName[row.state].toLowerCase()})
        </span>
      ))}
    </p>
  );
}
