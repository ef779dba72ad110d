import type { NoticeKind } from "@/lib/domain/notice/kinds";
import { messageOf } from "@/lib/domain/notice/message";
import type { RoutedEvent } from "@/lib/domain/notice/rules";
import { severities } from "@/lib/domain/vocabulary";
import { absolute, type Outgoing } from "./message";

/** An event as it is stored. */
export interface StoredEvent {
  id: string;
  uid: string;
  kind: NoticeKind;
  at: Date;
  subject: string;
  teamIds: number[];
  userIds: number[];
  actorId: number | null;
  severity: number | null;
  data: Record<string, unknown>;
}

export const EVENT_COLUMNS = `id::text, uid, kind, at, subject, team_ids AS "teamIds", user_ids AS "userIds", actor_id AS "actorId", severity, data`;

export function routed(event: StoredEvent): RoutedEvent {
  return { ...event, severity: event.severity === null ? null : severities.word(event.severity) };
}

interface Line {
  text: string;
  path: string;
}

/** What is in a digest, as it was stored. */
export function linesOf(data: Record<string, unknown>): Line[] {
  return Array.isArray(data.lines) ? (data.lines as Line[]) : [];
}

/** The event as one recipient gets it. @param teams slugs that this recipient may know of */
export function outgoing(event: StoredEvent, teams: string[]): Outgoing {
  const { title, text, path } = messageOf(event);
  return {
    ...{ id: event.uid, kind: event.kind, at: event.at.toISOString(), title, text, url: absolute(path) },
    ...{ subject: event.subject, severity: routed(event).severity, teams },
    lines: linesOf(event.data).map((line) => ({ text: line.text, url: absolute(line.path) })),
  };
}
