import type { Pool, PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { conflict, invalid } from "@/lib/authz/refusal";
import { scopeOf } from "@/lib/authz/scope";
import type { ExceptionCreate } from "@/lib/client/contract/exception";
import { reading } from "@/lib/db/read";
import { mostDays } from "@/lib/domain/exception/vocabulary";
import { clean } from "@/lib/domain/text/clean";
import { type Decision, decisions } from "@/lib/domain/vocabulary";
import { type ScopeIds, scopeIds } from "@/lib/queries/exception/scope";
import { type Note, write } from "../audit/write";
import { exceptionFor } from "./load";
import { forcedTeam } from "./team";
import { tellRequested } from "./tell";

type Wanted = Omit<ExceptionCreate, "scope"> & { source?: string | null };

/**
 * Asks for an exception; nothing is decided before somebody else of security approves it. Throws forbidden, invalid,
 * not_found, conflict.
 * @param at when it is asked for; sample data tells of days that are past
 * @returns its id
 */
export async function requestException(actor: Actor, body: ExceptionCreate, at = new Date()): Promise<number> {
  if (body.kind === "false_positive" && !body.justification)
    throw invalid("A false positive needs a justification.", "body.justification");
  const scope = scopeOf(actor);
  const ids = await reading(scope, async (run) => {
    const found = await scopeIds(run, scope, body.scope);
    return { ...found, teamId: forcedTeam(actor, found.teamId) };
  });
  const { scope: _, ...wanted } = body;
  return write(actor, (client, note) => addRequest(client, note, actor, { ids, code: ids.rule.code, wanted, at }));
}

/** `requestException` within a transaction, with names resolved and rights checked. */
export async function addRequest(
  client: PoolClient,
  note: Note,
  actor: Actor,
  { ids, code, wanted, at }: { ids: ScopeIds; code: string; wanted: Wanted; at: Date },
): Promise<number> {
  const { kind, days, renews } = wanted;
  const reason = clean(wanted.reason).trim();
  if (reason === "") throw invalid("Say why.", "body.reason");
  if (days < 1 || days > mostDays) throw invalid(`An exception lasts at most ${mostDays} days.`, "body.days");
  await checkNew(client, ids, kind);
  if (renews) await checkRenewal(client, actor, renews, ids);
  const expires = new Date(at.getTime() + days * 86_400_000);
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO exception (decision, rule_id, subject_id, cluster_id, namespace, team_id, reason, evidence, links, justification,
       source, expires_at, requested_by, requested_at, renews_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id`,
    [
      ...[decisions.code(kind), ids.ruleId, ids.subjectId, ids.clusterId, ids.namespace, ids.teamId, reason],
      ...[clean(wanted.evidence ?? "").trim() || null, wanted.links ?? [], wanted.justification ?? null],
      ...[wanted.source ?? null, expires, actorUserId(actor), at, renews ?? null],
    ],
  );
  const id = rows[0]?.id ?? 0;
  note({
    action: "exception.request",
    target: `exception:${id} ${code}`,
    detail: { kind, days, ...(renews ? { renews } : {}) },
  });
  await tellRequested(client, actor, { id, code, kind, teamId: ids.teamId, at });
  return id;
}

/** The same is not asked for twice at a time. */
async function checkNew(client: PoolClient, ids: ScopeIds, kind: Decision): Promise<void> {
  const waiting = await sameScope(client, ids, kind, [0]);
  if (waiting !== null) throw conflict(`Exception #${waiting} asks for the same, and waits for a decision.`, "waiting");
}

/** An exception of this scope that decides the same, in one of these states (codes). */
export async function sameScope(
  client: Pool | PoolClient,
  ids: ScopeIds,
  kind: Decision,
  states: readonly number[],
): Promise<number | null> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT id FROM exception WHERE state = ANY ($7) AND decision = $6 AND (rule_id, subject_id, cluster_id, namespace, team_id)
       IS NOT DISTINCT FROM ($1::int, $2::int, $3::int, $4::text, $5::int) LIMIT 1`,
    [ids.ruleId, ids.subjectId, ids.clusterId, ids.namespace, ids.teamId, decisions.code(kind), states],
  );
  return rows[0]?.id ?? null;
}

/** Whoever asks for more time asks for the same. */
async function checkRenewal(client: PoolClient, actor: Actor, id: number, ids: ScopeIds): Promise<void> {
  const old = await exceptionFor(client, actor, id);
  if (old.state !== "approved" && old.state !== "expired")
    throw conflict("Only an exception that is in force, or was until it expired, can be renewed.");
  const { rowCount } = await client.query(
    `SELECT 1 FROM exception WHERE id = $1 AND (rule_id, subject_id, cluster_id, namespace, team_id)
       IS NOT DISTINCT FROM ($2::int, $3::int, $4::int, $5::text, $6::int)`,
    [id, ids.ruleId, ids.subjectId, ids.clusterId, ids.namespace, ids.teamId],
  );
  if (!rowCount) throw invalid("A renewal covers what the exception covered.", "body.renews");
}
