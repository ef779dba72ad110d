import type { Pool, PoolClient } from "pg";
import { systemActor } from "@/lib/authz/actor";
import { memberScope, type Scope, scopeOf } from "@/lib/authz/scope";
import { alone } from "@/lib/db/alone";
import { transaction } from "@/lib/db/transaction";
import { digestByMail, digestOf, type NoticeRule } from "@/lib/domain/notice/rules";
import { nextTime, type Schedule } from "@/lib/domain/notice/schedule";
import { type Severity, severities } from "@/lib/domain/vocabulary";
import { type DigestWindow, digestNews } from "@/lib/queries/notice/digest";
import { log } from "@/lib/telemetry/log";
import { type DigestWords, digestWords } from "./digest-words";
import { EVENT_COLUMNS, type StoredEvent } from "./event";
import { firstLooks } from "./firsts";
import { intoInboxes, intoLanes } from "./hand-on";
import { type Mark, safeMark } from "./marks";
import type { Recipient } from "./people";
import { endpointParcel, loadRouting, mailParcel, type Parcel, type Routing } from "./routing";

const DIGEST = 7_202_652;

/** Somebody, or an endpoint by a rule, who gets digests. */
interface Reader {
  key: string;
  schedule: Schedule;
  scope: Scope;
  minSeverity: Severity;
  person: Recipient | null;
  rule: NoticeRule | null;
}

interface Due {
  recipient: string;
  findingId: string;
  eventId: string;
  at: Date;
}

/** Sends every digest that is due: one for each recipient, whatever came in, within what each may see. */
export async function sendDigests(pool: Pool, now = new Date()): Promise<void> {
  await alone(pool, DIGEST, async (client) => {
    const mark = await safeMark(pool);
    if (mark) await sendDue(pool, client, mark, now);
  });
}

async function sendDue(pool: Pool, client: PoolClient, mark: Mark, now: Date): Promise<void> {
  const routing = await loadRouting(client);
  const readers = new Map(readersOf(routing).map((reader) => [reader.key, reader]));
  await client.query("DELETE FROM notice_digest WHERE recipient <> ALL ($1)", [[...readers.keys()]]);
  const { rows } = await client.query<Due & { nextAt: Date }>(
    `SELECT recipient, finding_id::text AS "findingId", event_id::text AS "eventId", at, next_at AS "nextAt" FROM notice_digest`,
  );
  const known = new Map(rows.map((row) => [row.recipient, row]));
  // Who is new hears of what comes from now on.
  for (const { key, schedule } of readers.values())
    if (!known.has(key)) await keep(client, key, mark, nextTime(schedule, now));
  const told = new Map<string, Promise<DigestWords | null>>();
  for (const due of known.values()) {
    const reader = readers.get(due.recipient);
    if (!reader || due.nextAt > now || mark.at <= due.at) continue;
    try {
      await sendTo(pool, { routing, reader, due, mark, now, told });
    } catch (error) {
      // Theirs is tried again in minutes; the others shall not wait for it.
      log().error({ recipient: due.recipient, error: String(error) }, "a digest could not be made");
    }
  }
}

interface Sending {
  routing: Routing;
  reader: Reader;
  due: Due;
  mark: Mark;
  now: Date;
  /** What those with the same scope and window were told. */
  told: Map<string, Promise<DigestWords | null>>;
}

async function sendTo(pool: Pool, { routing, reader, due, mark, now, told }: Sending): Promise<void> {
  const { scope, minSeverity } = reader;
  const same = JSON.stringify([scope.teams, minSeverity, due.findingId, due.eventId, due.at]);
  const words = told.get(same) ?? wordsOf(pool, scope, due, mark, minSeverity);
  told.set(same, words);
  const digest = await words;
  await transaction(async (client) => {
    if (digest) await handOut(client, routing, reader, digest, now);
    await keep(client, reader.key, mark, nextTime(reader.schedule, now));
  }, pool);
}

function readersOf(routing: Routing): Reader[] {
  const people = routing.people.flatMap((person): Reader[] => {
    const own = routing.preferences.get(person.id) ?? null;
    const schedule = digestOf(person, routing.rules, own);
    if (!schedule || (person.role === "devops" && person.teamIds.length === 0)) return [];
    const scope = scopeOf({ kind: "user", ...person, leadOf: [], sessionId: null });
    return [{ key: `user:${person.id}`, schedule, scope, minSeverity: own?.minSeverity ?? "info", person, rule: null }];
  });
  const endpoints = routing.rules.flatMap((rule): Reader[] => {
    if (rule.integrationId === null || rule.timing === "now") return [];
    const schedule = { ...rule, timing: rule.timing };
    const { minSeverity } = rule;
    return [{ key: `rule:${rule.id}`, schedule, scope: scopeOfRule(rule), minSeverity, person: null, rule }];
  });
  return [...people, ...endpoints];
}

/** A team's endpoint is told what the team's members may see. */
function scopeOfRule({ teamId }: NoticeRule): Scope {
  return teamId === null ? scopeOf(systemActor("digest")) : memberScope(teamId);
}

async function wordsOf(
  pool: Pool,
  scope: Scope,
  due: Due,
  mark: Mark,
  minSeverity: Severity,
): Promise<DigestWords | null> {
  const window: DigestWindow = {
    findings: { from: due.findingId, to: mark.findingId },
    events: { from: due.eventId, to: mark.eventId },
    dues: { from: due.at, to: mark.at },
    minSeverity,
    firsts: await firstLooks(pool, due.at),
  };
  return digestWords(await digestNews(scope, window));
}

async function keep(client: PoolClient, key: string, mark: Mark, nextAt: Date): Promise<void> {
  await client.query(
    `INSERT INTO notice_digest (recipient, finding_id, event_id, at, next_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (recipient) DO UPDATE SET finding_id = excluded.finding_id, event_id = excluded.event_id, at = excluded.at, next_at = excluded.next_at`,
    [key, mark.findingId, mark.eventId, mark.at, nextAt],
  );
}

async function handOut(
  client: PoolClient,
  routing: Routing,
  reader: Reader,
  words: DigestWords,
  now: Date,
): Promise<void> {
  const { person, rule, scope } = reader;
  const teams = scope.teams === "*" ? [] : [...scope.teams];
  const { rows } = await client.query<StoredEvent>(
    `INSERT INTO notice_event (kind, at, subject, team_ids, user_ids, severity, data, dispatched_at)
     VALUES ('digest', $1, 'digest', $2, $3, $4, $5, $1) RETURNING ${EVENT_COLUMNS}`,
    [
      ...[now, teams, person ? [person.id] : [], words.severity ? severities.code(words.severity) : null],
      JSON.stringify({ title: words.title, text: words.text, lines: words.lines, path: words.path }),
    ],
  );
  const [event] = rows;
  if (!event) throw new Error("a digest without a row");
  const parcels: (Parcel | null)[] = [];
  if (person) {
    await intoInboxes(client, event, [person.id]);
    const own = routing.preferences.get(person.id) ?? null;
    if (digestByMail(person, routing.rules, own)) parcels.push(mailParcel(routing, event, person));
  }
  if (rule) parcels.push(endpointParcel(routing, event, rule));
  await intoLanes(
    client,
    parcels.filter((parcel) => parcel !== null),
    now,
  );
}
