"use client";

import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ConnectDialog } from "@/components/cluster/connect-dialog";
import { useMay } from "@/components/frame/viewer";
import { TeamDialog } from "@/components/settings/team-dialog";
import { UserDialog } from "@/components/settings/user-dialog";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Section } from "@/components/ui/page";
import { TextLink } from "@/components/ui/text-link";
import { clustersQuery, teamsQuery, usersQuery } from "@/lib/client/queries/admin";
import { anyReportQuery } from "./any-report";

type Dialogs = "team" | "cluster" | "person" | null;

/**
 * What an admin does first, until it is done: a team, a cluster, people; the next step is the primary one. Everybody
 * else, and an admin who is done, sees the children instead.
 */
export function FirstRun({ children }: { children?: ReactNode }) {
  const may = useMay("users.manage");
  const teams = useQuery({ ...teamsQuery(), enabled: may });
  const clusters = useQuery({ ...clustersQuery(), enabled: may });
  const users = useQuery({ ...usersQuery(), enabled: may });
  const reports = useQuery({ ...anyReportQuery(), enabled: may });
  const [open, setOpen] = useState<Dialogs>(null);
  if (!may || !teams.data || !clusters.data || !users.data || !reports.data) return children;
  const heard = reports.data.items.length > 0;

  const done = {
    team: teams.data.items.length > 0,
    cluster: clusters.data.items.length > 0 && heard,
    person: users.data.items.length > 1,
  };
  const all = done.team && done.cluster && done.person;
  const close = () => setOpen(null);
  return (
    <>
      {all ? (
        children
      ) : (
        <Section title="First steps">
          <ol>
            <Step
              done={done.team}
              title="Make a team"
              text="Teams answer for assets. What no team owns waits in a queue of its own."
              action={
                <Button look={!done.team ? "primary" : "secondary"} onClick={() => setOpen("team")}>
                  Make a team
                </Button>
              }
            />
            <Step
              done={done.cluster}
              title="Connect a cluster"
              text={
                clusters.data.items.length > 0 && !heard
                  ? "It is there and has sent nothing yet."
                  : "One command to paste, with a token that may only import for it."
              }
              action={
                <Button look={done.team ? "primary" : "secondary"} onClick={() => setOpen("cluster")}>
                  Connect a cluster
                </Button>
              }
            />
            <Step
              done={done.person}
              title="Invite people"
              text="Security decides on risk, DevOps fixes, managers read. You run it."
              action={
                <Button look={done.team && done.cluster ? "primary" : "secondary"} onClick={() => setOpen("person")}>
                  Add a person
                </Button>
              }
            />
          </ol>
          {!heard && (
            <p className="pt-3 text-small text-ink-2">
              Or look around with sample data first: <code className="font-mono">npm run demo</code> beside this
              instance, or drop reports on <TextLink href="/imports">Imports</TextLink>.
            </p>
          )}
        </Section>
      )}
      <TeamDialog open={open === "team"} onClose={close} />
      <ConnectDialog open={open === "cluster"} onClose={close} />
      <UserDialog user={open === "person" ? "new" : null} onClose={close} />
    </>
  );
}

function Step({ done, title, text, action }: { done: boolean; title: string; text: string; action: ReactNode }) {
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-2">
      <span
        role="img"
        aria-label={done ? "Done" : "To do"}
        className={cx(
          "inline-flex size-5 shrink-0 items-center justify-center rounded-full",
          done ? "bg-accent-fill text-on-accent" : "border border-field-line",
        )}
      >
        {done && <Check size={12} aria-hidden="true" />}
      </span>
      <span className="min-w-0 flex-1">
        <span className={cx("block font-medium", done && "text-ink-2")}>{title}</span>
        {!done && <span className="block text-ink-2">{text}</span>}
      </span>
      {!done && action}
    </li>
  );
}
