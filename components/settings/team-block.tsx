"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { z } from "zod";
import { cx } from "@/components/ui/cx";
import { SkeletonRows } from "@/components/ui/skeleton";
import { PlainLink } from "@/components/ui/text-link";
import type { TeamList } from "@/lib/client/contract/admin";
import { teamMembersQuery } from "@/lib/client/queries/admin";
import { TeamMembers } from "./team-members";

type Team = z.infer<typeof TeamList>["items"][number];

/** A team; its members open underneath. */
export function TeamBlock({ team }: { team: Team }) {
  const [open, setOpen] = useState(false);
  const members = useQuery({ ...teamMembersQuery(team.slug), enabled: open });
  return (
    <li className="border-b border-line">
      <div className="flex h-11 items-center gap-2">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex h-8 min-w-0 items-center gap-2 rounded-md px-1 font-medium hover:text-accent"
        >
          <ChevronRight
            size={14}
            aria-hidden="true"
            className={cx("shrink-0 text-ink-3 transition-transform", open && "rotate-90")}
          />
          <span className="truncate">{team.name}</span>
        </button>
        {team.mine && <span className="text-small text-ink-2">yours</span>}
        <PlainLink href={`/teams/${team.slug}`} className="ml-auto text-small text-accent">
          Posture
        </PlainLink>
      </div>
      {open && (
        <div className="pb-4 pl-6">
          {members.data ? (
            <TeamMembers team={members.data} />
          ) : members.error ? (
            <p role="alert">{members.error.message}</p>
          ) : (
            <SkeletonRows rows={2} />
          )}
        </div>
      )}
    </li>
  );
}
