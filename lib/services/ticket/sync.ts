import { createHash } from "node:crypto";
import type { Pool } from "pg";
import { memberScope } from "@/lib/authz/scope";
import { retrySeconds } from "@/lib/domain/notice/backoff";
import { type TicketFacts, ticketText } from "@/lib/domain/remediation/ticket-text";
import type { RemediationState } from "@/lib/domain/vocabulary";
import { ticketFacts } from "@/lib/queries/ticket/facts";
import { noteFailed, noteWorked } from "../integration/health";
import { integrationsOf, type Stored } from "../integration/store";
import { absolute } from "../notice/message";
import { NotSent, reasonOf } from "../outgoing/refused";
import { isPaused, pause } from "./pause";
import type { TicketSeen, TicketState, TicketText, Tracker } from "./tracker";
import { trackerOf } from "./trackers";

/** Namespace of the advisory locks that say "this ticket is in work". */
const TICKET = 72_653;

interface TicketRow {
  integrationId: number;
  repository: string;
  number: number | null;
  state: TicketState;
  sent: string | null;
  attempts: number;
}

/**
 * State that the issue should have; null: as it is. A claimed fix leaves it to whoever claimed it there or here; verified
 * closes it, and what is to be done (again) is open.
 */
export function wantedState(state: RemediationState, now: TicketState): TicketState | null {
  if (state === "awaiting_verification") return null;
  const wanted = state === "verified" || state === "cancelled" ? "closed" : "open";
  return wanted === now ? null : wanted;
}

/** Brings the issue of a remediation in line with it, making it where that is wanted. Failures stand on the ticket. */
export async function syncTicket(pool: Pool, remediationId: number, now = () => new Date()): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1, $2)", [TICKET, remediationId]);
    try {
      await sync(pool, remediationId, now());
    } finally {
      await client.query("SELECT pg_advisory_unlock($1, $2)", [TICKET, remediationId]);
    }
  } finally {
    client.release();
  }
}

async function sync(pool: Pool, remediationId: number, now: Date): Promise<void> {
  const teamId = await teamOf(pool, remediationId);
  const facts = teamId === null ? null : await ticketFacts(memberScope(teamId), remediationId);
  if (!facts) return;
  const ticket = await ticketOf(pool, remediationId, facts.teamId);
  if (!ticket) return;
  const { integration, row } = ticket;
  if (await isPaused(pool, integration.id, now)) return;
  const url = absolute(`/remediations?remediation=${remediationId}`);
  const text = ticketText({ ...facts, url } satisfies TicketFacts);
  const wanted = wantedState(facts.state, row.state);
  const sent = createHash("sha256").update(JSON.stringify(text)).digest("hex");
  if (row.number !== null && wanted === null && row.sent === sent) return;
  let seen: TicketSeen;
  try {
    seen = await hand(trackerOf(integration), row, text, wanted);
  } catch (error) {
    return failed(pool, remediationId, integration, row, error, now);
  }
  await pool.query(
    `UPDATE ticket SET number = $2, url = $3, state = $4, sent = $5, synced_at = $6, attempts = 0, next_at = NULL, error = NULL WHERE remediation_id = $1`,
    [remediationId, seen.number, seen.url, seen.state, sent, now],
  );
  await noteWorked(pool, integration.id, now);
}

async function hand(
  tracker: Tracker,
  row: TicketRow,
  text: TicketText,
  wanted: TicketState | null,
): Promise<TicketSeen> {
  const { repository, number } = row;
  if (number !== null) return tracker.update({ repository, number }, text, wanted);
  // An answer may have been lost on the way: then it is there already.
  const found = row.attempts > 0 ? await tracker.find(repository, text.marker) : null;
  const made = found ?? (await tracker.create(repository, text));
  return wanted === "closed" ? tracker.update(made, text, wanted) : made;
}

async function teamOf(pool: Pool, remediationId: number): Promise<number | null> {
  const { rows } = await pool.query<{ team: number }>("SELECT team_id AS team FROM remediation WHERE id = $1", [
    remediationId,
  ]);
  return rows[0]?.team ?? null;
}

/** The ticket, made in the database first where the team's repository is set to have one for each remediation. */
async function ticketOf(
  pool: Pool,
  remediationId: number,
  teamId: number,
): Promise<{ integration: Stored<"github">; row: TicketRow } | null> {
  const integrations = await integrationsOf(pool, "github");
  const { rows: teams } = await pool.query<{ slug: string }>("SELECT slug FROM team WHERE id = $1", [teamId]);
  const home = integrations.find(({ config }) => config.automatic && config.repositories[teams[0]?.slug ?? ""]);
  if (home)
    await pool.query(
      "INSERT INTO ticket (remediation_id, integration_id, repository) VALUES ($1, $2, $3) ON CONFLICT (remediation_id) DO NOTHING",
      [remediationId, home.id, home.config.repositories[teams[0]?.slug ?? ""]],
    );
  const { rows } = await pool.query<TicketRow>(
    `SELECT integration_id AS "integrationId", repository, number, state, sent, attempts FROM ticket WHERE remediation_id = $1`,
    [remediationId],
  );
  const [row] = rows;
  const integration = integrations.find(({ id }) => id === row?.integrationId);
  return row && integration ? { integration, row } : null;
}

async function failed(
  pool: Pool,
  id: number,
  { id: integrationId }: Stored,
  row: TicketRow,
  error: unknown,
  now: Date,
): Promise<void> {
  const reason = reasonOf(error);
  const told = error instanceof NotSent ? error : null;
  if (told?.retryAfter) await pause(pool, integrationId, new Date(now.getTime() + told.retryAfter * 1000));
  const seconds = Math.max(told?.retryAfter ?? 0, retrySeconds(row.attempts + 1));
  // What GitHub refuses for good waits for the next change of the remediation, or of the integration.
  const next = told?.final ? null : new Date(now.getTime() + seconds * 1000);
  await pool.query(
    "UPDATE ticket SET attempts = least(attempts + 1, 30000), next_at = $2, error = $3 WHERE remediation_id = $1",
    [id, next, reason],
  );
  await noteFailed(pool, integrationId, reason, now);
}
