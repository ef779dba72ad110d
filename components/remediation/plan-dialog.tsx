"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { plural } from "@/components/ui/format";
import { Field, Input, Select } from "@/components/ui/input";
import { useWrite } from "@/components/ui/use-write";
import { type Refused, RemediationCreated } from "@/lib/client/contract/remediation";
import { api } from "@/lib/client/fetcher";
import { teamMembersQuery, teamsQuery } from "@/lib/client/queries/admin";

type Selection = { fixId: string } | { findingIds: string[] };

const why: Record<Refused["reason"], string> = {
  other_team: "belong to other teams: plan those for them",
  planned: "are planned already",
  closed: "are closed",
  not_found: "are gone",
  forbidden: "are not yours to work on",
  changed: "were changed meanwhile",
  assignee: "cannot be seen by whoever it is assigned to",
};

/** Plans a fix, or findings that were selected, for a team; ends with what was planned and what was left out. */
export function PlanDialog({
  selection,
  title,
  team,
  dueAt,
  onClose,
}: {
  selection: Selection;
  title?: string;
  /** Slug of the team that it is for most likely. */
  team?: string | null;
  /** Proposed. */
  dueAt?: string | null;
  onClose: () => void;
}) {
  const teams = useQuery(teamsQuery());
  const [chosen, setChosen] = useState(team ?? "");
  const slug = chosen || teams.data?.items.find(({ mine }) => mine)?.slug || teams.data?.items[0]?.slug || "";
  const members = useQuery({ ...teamMembersQuery(slug), enabled: slug !== "", retry: false });
  const [done, setDone] = useState<RemediationCreated | null>(null);
  const write = useWrite({
    send: (fields: Record<string, string>) =>
      api("/remediations", {
        method: "POST",
        body: {
          ...selection,
          team: slug,
          title: fields.title,
          assignee: fields.assignee ? Number(fields.assignee) : undefined,
          dueAt: fields.due ? `${fields.due}T23:59:59.000Z` : undefined,
        },
        shape: RemediationCreated,
      }),
    stale: [["remediations"], ["findings"], ["fixes"]],
    after: setDone,
  });
  if (done) return <Planned result={done} onClose={onClose} />;
  const able = members.data?.members.filter(({ role }) => role === "devops" || role === "security") ?? [];
  const many = "findingIds" in selection ? plural(selection.findingIds.length, "finding") : null;
  return (
    <FormDialog
      title={many ? `Plan a remediation of ${many}` : "Plan this fix"}
      open
      onClose={onClose}
      onSubmit={(fields) => write.run(fields)}
      submit="Plan it"
      busy={write.busy}
      problem={write.problem}
    >
      <Field
        label="Title"
        error={write.field("title")}
        hint={title ? undefined : "Left empty, it is named after its findings."}
      >
        {(ids) => <Input {...ids} name="title" maxLength={200} defaultValue={title} required={title !== undefined} />}
      </Field>
      <Field label="Team" error={write.field("team")} hint="Of the findings, those that this team runs or can fix.">
        {(ids) => (
          <Select {...ids} className="w-full" value={slug} onChange={(event) => setChosen(event.target.value)}>
            {(teams.data?.items ?? []).map((one) => (
              <option key={one.slug} value={one.slug}>
                {one.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Assigned to" error={write.field("assignee")}>
        {(ids) => (
          <Select {...ids} key={slug} className="w-full" name="assignee" defaultValue="">
            <option value="">Whoever claims it</option>
            {able.map((person) => (
              <option key={person.userId} value={person.userId}>
                {person.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Due" error={write.field("dueAt")}>
        {(ids) => <Input {...ids} type="date" name="due" defaultValue={dueAt?.slice(0, 10)} />}
      </Field>
    </FormDialog>
  );
}

function Planned({ result: { remediation, refused }, onClose }: { result: RemediationCreated; onClose: () => void }) {
  const reasons = [...new Set(refused.map(({ reason }) => reason))];
  const { open, excepted } = remediation.progress;
  return (
    <Dialog
      title="Planned"
      open
      onClose={onClose}
      footer={
        <Link href={`/remediations?remediation=${remediation.id}`} className={buttonClass("primary")}>
          Show it
        </Link>
      }
    >
      <p>
        {remediation.title}: {plural(open + excepted, "finding")} for {remediation.team.name}.
      </p>
      {reasons.length > 0 && (
        <ul className="text-ink-2">
          {reasons.map((reason) => (
            <li key={reason}>
              {refused.filter((one) => one.reason === reason).length} {why[reason]}.
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
