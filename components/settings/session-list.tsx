"use client";

import { Button } from "@/components/ui/button";
import { Ago } from "@/components/ui/time";
import { useWrite } from "@/components/ui/use-write";
import { Done, type SessionRow } from "@/lib/client/contract/session";
import { api } from "@/lib/client/fetcher";

/** Browsers in which the person is signed in; each can be ended from here. */
export function SessionList({ sessions }: { sessions: SessionRow[] }) {
  const write = useWrite({
    send: (session: SessionRow) => api(`/session/list/${session.id}`, { method: "DELETE", shape: Done }),
    done: () => "Signed out there",
    stale: [["session"]],
  });
  return (
    <ul aria-label="Where you are signed in" className="divide-y divide-line">
      {sessions.map((session) => (
        <li key={session.id} className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 py-1">
          <span className="min-w-0 flex-1">
            <span className="block truncate">{session.userAgent ?? "Unknown browser"}</span>
            <span className="block text-small text-ink-2">
              {session.address && `${session.address}, `}signed in <Ago at={session.createdAt} suffix=" ago" />, last
              seen <Ago at={session.seenAt} suffix=" ago" />
            </span>
          </span>
          {session.current ? (
            <span className="text-small text-ink-2">this browser</span>
          ) : (
            <Button size="sm" onClick={() => write.run(session)}>
              Sign out there
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
