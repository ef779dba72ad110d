"use client";

import { useState } from "react";
import { roleName } from "@/components/frame/role-words";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Input } from "@/components/ui/input";
import { formText, useWrite } from "@/components/ui/use-write";
import { TeamAdmin, type TeamMember } from "@/lib/client/contract/admin";
import { Done } from "@/lib/client/contract/session";
import { api } from "@/lib/client/fetcher";
import { TeamEnd } from "./team-end";

const stale = [["teams"], ["users"], ["session"]];

/** Members with what the reader may do about them. */
export function TeamMembers({ team }: { team: TeamAdmin }) {
  const may = team.abilities["members.manage"];
  const [leaving, setLeaving] = useState<TeamMember | null>(null);
  const add = useWrite({
    send: (body: { email: string; lead: boolean }) =>
      api(`/teams/${team.slug}/members`, { method: "PUT", body, shape: TeamAdmin }),
    done: (_, body) => `${body.email}: saved`,
    stale,
  });
  const remove = useWrite({
    send: (person: TeamMember) =>
      api(`/teams/${team.slug}/members/${person.userId}`, { method: "DELETE", shape: Done }),
    done: (_, person) => `${person.name} left ${team.name}`,
    stale,
    after: () => setLeaving(null),
  });

  return (
    <div className="space-y-3">
      {team.members.length === 0 && <p className="text-ink-2">Nobody belongs to it yet.</p>}
      <ul aria-label={`Members of ${team.name}`} className="divide-y divide-line">
        {team.members.map((person) => (
          <li key={person.userId} className="flex min-h-9 flex-wrap items-center gap-x-3">
            <span className="min-w-0 truncate">{person.name}</span>
            <span className="truncate text-small text-ink-2">
              {roleName[person.role]}
              {person.lead && ", leads the team"}
            </span>
            {may && (
              <span className="ml-auto flex gap-1">
                <Button size="sm" look="quiet" onClick={() => add.run({ email: person.email, lead: !person.lead })}>
                  {person.lead ? "No longer lead" : "Make lead"}
                </Button>
                <Button size="sm" look="quiet" onClick={() => setLeaving(person)} aria-label={`Remove ${person.name}`}>
                  Remove
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {may && (
        <form
          className="flex flex-wrap items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            const { email = "" } = formText(event.currentTarget);
            add.run({ email, lead: false });
            event.currentTarget.reset();
          }}
        >
          <div className="w-64 max-w-full">
            <Input
              name="email"
              type="email"
              required
              aria-label={`E-mail of a person to add to ${team.name}`}
              placeholder="E-mail of a person"
              autoComplete="off"
            />
          </div>
          <Button type="submit" busy={add.busy}>
            Add to the team
          </Button>
          {(add.problem ?? add.field("email")) && (
            <span role="alert" className="text-small text-critical">
              {add.problem ?? add.field("email")}
            </span>
          )}
        </form>
      )}
      {team.abilities["teams.manage"] && <TeamEnd team={team} />}
      <ConfirmDialog
        title={`Remove ${leaving?.name ?? ""} from ${team.name}?`}
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving && remove.run(leaving)}
        confirm="Remove"
        busy={remove.busy}
        problem={remove.problem}
      >
        <p>They no longer see what this team owns, from the next click on. What they were assigned stays assigned.</p>
      </ConfirmDialog>
    </div>
  );
}
