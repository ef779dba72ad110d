"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PreferenceForm } from "@/components/notice/preference-form";
import { RuleDialog } from "@/components/notice/rule-dialog";
import { RuleTable } from "@/components/notice/rule-table";
import { Button } from "@/components/ui/button";
import { PartFailure } from "@/components/ui/failure";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { RuleRow } from "@/lib/client/contract/notice";
import { noticeRulesQuery, preferenceQuery } from "@/lib/client/queries/notices";

export function NotificationsView() {
  const own = useQuery(preferenceQuery());
  return (
    <>
      <Section title="What you are told">
        {own.error && !own.data ? (
          <PartFailure error={own.error} onRetry={own.refetch} />
        ) : own.data ? (
          <PreferenceForm own={own.data} />
        ) : (
          <SkeletonRows rows={8} />
        )}
      </Section>
      <Rules />
    </>
  );
}

/** Rules of one's teams, or of all; absent for those who have none and may make none. */
function Rules() {
  const { data, error, refetch } = useQuery(noticeRulesQuery());
  const [editing, setEditing] = useState<RuleRow | "new" | null>(null);
  if (error && !data) return <PartFailure error={error} onRetry={refetch} />;
  if (!data) return <SkeletonRows rows={3} />;
  const may = data.may.all || data.may.teams.length > 0;
  if (!may && data.items.length === 0) return null;
  const add = may && <Button onClick={() => setEditing("new")}>Add a rule</Button>;
  return (
    <Section title="Rules for teams and channels" aside={data.items.length > 0 && add}>
      {data.items.length === 0 ? (
        <Empty title="No rule yet" action={add}>
          Without rules each person hears of what concerns them, in the inbox. A rule sends a team's events or digest to
          mail or to a channel, or tells a role of more.
        </Empty>
      ) : (
        <RuleTable rules={data.items} onEdit={setEditing} />
      )}
      <RuleDialog rule={editing} may={data.may} onClose={() => setEditing(null)} />
    </Section>
  );
}
