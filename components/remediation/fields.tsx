"use client";

import { ChevronDown } from "lucide-react";
import { useViewer } from "@/components/frame/viewer";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Menu, MenuChoice, MenuItem, MenuTitle } from "@/components/ui/menu";
import { TextLink } from "@/components/ui/text-link";
import { Ago, Due } from "@/components/ui/time";
import type { RemediationDetail } from "@/lib/client/contract/remediation";
import { assigneeText } from "./card";
import { useChange } from "./use-change";

/** Whose it is and until when, to be changed in place by those who may. */
export function Fields({ remediation }: { remediation: RemediationDetail }) {
  const { team, dueAt, createdBy, createdAt, abilities, state } = remediation;
  const may = abilities["remediations.write"];
  const change = useChange(remediation);
  const over = state === "verified" || state === "cancelled";
  return (
    <dl className="grid grid-cols-[6rem_1fr] items-center gap-x-3 gap-y-1.5">
      <dt className="text-small text-ink-2">Team</dt>
      <dd>
        <TextLink href={`/teams/${team.slug}`}>{team.name}</TextLink>
      </dd>
      <dt className="text-small text-ink-2">Assigned to</dt>
      <dd>{may ? <AssignMenu remediation={remediation} /> : assigneeText(remediation)}</dd>
      <dt className="text-small text-ink-2">Due</dt>
      <dd className="flex items-center gap-2">
        {may && (
          <Input
            key={dueAt}
            type="date"
            aria-label="Due date"
            className="w-38!"
            defaultValue={dueAt?.slice(0, 10) ?? ""}
            onBlur={(event) => {
              const day = event.target.value;
              if (day === (dueAt?.slice(0, 10) ?? "")) return;
              const next = day === "" ? null : `${day}T23:59:59.000Z`;
              change.run({
                path: "",
                method: "PATCH",
                body: { dueAt: next },
                said: next ? "Due date set" : "No due date",
              });
            }}
          />
        )}
        {dueAt && !over ? <Due at={dueAt} /> : !may && "no date"}
      </dd>
      <dt className="text-small text-ink-2">Planned</dt>
      <dd className="text-ink-2">
        <Ago at={createdAt} suffix=" ago" />
        {createdBy && <> by {createdBy}</>}
      </dd>
    </dl>
  );
}

function AssignMenu({ remediation }: { remediation: RemediationDetail }) {
  const { user } = useViewer();
  const change = useChange(remediation);
  const { people, assignee, assigned, team } = remediation;
  const give = (to: number | "me" | null, said: string) =>
    change.run({ path: "", method: "PATCH", body: { assignee: to }, said });
  const able = people.filter((person) => person.mayWork);
  return (
    <span className="flex gap-2">
      <Menu
        label="Assign to"
        anchor={(anchor) => (
          <Button {...anchor} size="sm" aria-haspopup="menu" busy={change.busy}>
            {assigneeText(remediation)}
            <ChevronDown size={14} aria-hidden="true" />
          </Button>
        )}
      >
        <MenuTitle>Members of {team.name}, and security</MenuTitle>
        {able.map((person) => (
          <MenuChoice
            key={person.id}
            checked={assignee?.id === person.id}
            onSelect={() => give(person.id, `Assigned to ${person.name}`)}
          >
            {person.name}
          </MenuChoice>
        ))}
        {assigned && <MenuItem onSelect={() => give(null, "Assigned to nobody")}>Nobody</MenuItem>}
      </Menu>
      {!assigned && able.some((person) => person.id === user.id) && (
        <Button size="sm" look="quiet" onClick={() => give("me", "Claimed by you")}>
          Claim
        </Button>
      )}
    </span>
  );
}
