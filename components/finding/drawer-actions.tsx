"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { RequestException } from "@/components/exception/request-button";
import { useMay, useViewer } from "@/components/frame/viewer";
import { Button } from "@/components/ui/button";
import { Menu, MenuChoice, MenuItem, MenuTitle } from "@/components/ui/menu";
import type { FindingDetail } from "@/lib/client/contract/finding";
import { teamMembersQuery } from "@/lib/client/queries/admin";
import { works } from "@/lib/domain/vocabulary";
import { assignStep, claimStep, releaseStep, workStep } from "./triage-steps";
import { useTriage } from "./use-triage";
import { workName } from "./words";

/** Claim, assign, move on. Absent for those who may not. */
export function Actions({ finding }: { finding: FindingDetail }) {
  const { user } = useViewer();
  const triage = useTriage();
  if (!finding.abilities["findings.triage"]) return null;
  const mine = finding.assignee === user.name;
  return (
    <div className="flex flex-wrap gap-2">
      {mine ? (
        <Button onClick={() => triage.run(releaseStep(finding, user.name))}>Release</Button>
      ) : (
        <Button
          look={finding.assignee ? "secondary" : "primary"}
          onClick={() => triage.run(claimStep(finding, user.name))}
        >
          {finding.assignee ? "Take over" : "Claim"}
        </Button>
      )}
      <Menu
        label="State of the work"
        anchor={(anchor) => (
          <Button {...anchor} aria-haspopup="menu">
            {workName[finding.work]}
            <ChevronDown size={14} aria-hidden="true" />
          </Button>
        )}
      >
        {works.list.map((work) => (
          <MenuChoice
            key={work}
            checked={finding.work === work}
            onSelect={() => finding.work !== work && triage.run(workStep(finding, finding.work, work))}
          >
            {workName[work]}
          </MenuChoice>
        ))}
      </Menu>
      <AssignMenu finding={finding} />
      <RequestException finding={finding} />
    </div>
  );
}

function AssignMenu({ finding }: { finding: FindingDetail }) {
  const { user } = useViewer();
  const triage = useTriage();
  const team = finding.fixTeam ?? finding.team;
  const may = useMay("teams.read");
  const members = useQuery({ ...teamMembersQuery(team ?? ""), enabled: team !== null && may });
  return (
    <Menu
      label="Assign to"
      anchor={(anchor) => (
        <Button {...anchor} aria-haspopup="menu">
          {finding.assignee ?? "Assign"}
          <ChevronDown size={14} aria-hidden="true" />
        </Button>
      )}
    >
      <MenuTitle>
        {team ? `Members of ${finding.fixTeamName ?? finding.teamName ?? team}` : "No team owns it"}
      </MenuTitle>
      {members.data?.members.map((person) => (
        <MenuChoice
          key={person.userId}
          checked={finding.assignee === person.name}
          onSelect={() => triage.run(assignStep(finding, person))}
        >
          {person.name}
        </MenuChoice>
      ))}
      {members.data?.members.length === 0 && <p className="px-2 py-1 text-small text-ink-2">It has no members yet.</p>}
      {finding.assignee && <MenuItem onSelect={() => triage.run(releaseStep(finding, user.name))}>Nobody</MenuItem>}
    </Menu>
  );
}
