"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { remediationsQuery } from "@/lib/client/queries/remediations";
import { PlanDialog } from "./plan-dialog";
import { remediationName } from "./words";

type Props = {
  id: string;
  title: string;
  /** Slug of the team that can do it, and when the first of its findings is due: what the form begins with. */
  team: string | null;
  dueAt: string | null;
  may: boolean;
};

/** Plans a fix, or says for whom it is planned already; for other teams it can be planned as well. */
export function PlanFix({ id, title, team, dueAt, may }: Props) {
  const [asking, setAsking] = useState(false);
  const planned = useInfiniteQuery(remediationsQuery({ fix: id, state: "active", limit: 5 }));
  const rows = planned.data?.pages[0]?.items ?? [];
  if (rows.length === 0 && !may) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {may && (
        <Button look={rows.length === 0 ? "primary" : "secondary"} onClick={() => setAsking(true)}>
          {rows.length === 0 ? "Plan it" : "Plan for another team"}
        </Button>
      )}
      {rows.map((row) => (
        <span key={row.id} className="text-small text-ink-2">
          <TextLink href={`/remediations?remediation=${row.id}`}>Planned for {row.team.name}</TextLink>:{" "}
          {remediationName[row.state].toLowerCase()}
        </span>
      ))}
      {asking && (
        <PlanDialog
          selection={{ fixId: id }}
          title={title}
          team={team}
          dueAt={dueAt}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
