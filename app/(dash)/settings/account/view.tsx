"use client";

import { useQuery } from "@tanstack/react-query";
import { roleFor, roleName } from "@/components/frame/role-words";
import { useViewer } from "@/components/frame/viewer";
import { PasswordForm } from "@/components/settings/password-form";
import { SessionList } from "@/components/settings/session-list";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import { sessionsQuery } from "@/lib/client/queries/session";

export function AccountView() {
  const { user, teams } = useViewer();
  const sessions = useQuery(sessionsQuery());
  return (
    <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
      <Section title="You">
        <dl className="grid grid-cols-[6rem_1fr] gap-x-4 gap-y-1 py-3">
          <dt className="text-ink-2">Name</dt>
          <dd>{user.name}</dd>
          <dt className="text-ink-2">E-mail</dt>
          <dd className="break-words">{user.email}</dd>
          <dt className="text-ink-2">Role</dt>
          <dd>
            {roleName[user.role]}: {roleFor[user.role]}
          </dd>
          <dt className="text-ink-2">Teams</dt>
          <dd>
            {teams.length === 0
              ? "none"
              : teams.map((team) => (team.lead ? `${team.name} (lead)` : team.name)).join(", ")}
          </dd>
        </dl>
      </Section>
      <Section title="Password">
        <PasswordForm />
      </Section>
      <Section title="Where you are signed in" className="lg:col-span-2">
        {sessions.data ? <SessionList sessions={sessions.data.items} /> : <SkeletonRows rows={2} />}
      </Section>
    </div>
  );
}
