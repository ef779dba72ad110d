import { type Actor, actorUserId } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import type { SlaPolicyBody } from "@/lib/client/contract/sla";
import { severities } from "@/lib/domain/vocabulary";
import { enqueueDue } from "@/lib/jobs/enqueue";
import { unchanged, write } from "../audit/write";
import { loadPolicy, policyRows } from "./policy";

/** Replaces the policy as a whole; due dates follow by a job of the same transaction. */
export async function saveSla(actor: Actor, policy: SlaPolicyBody): Promise<void> {
  authorize(actor, "sla.write");
  await write(actor, async (client, note) => {
    await client.query("LOCK TABLE sla_policy IN SHARE ROW EXCLUSIVE MODE");
    const before = cellsOf(await loadPolicy(client));
    const after = cellsOf(policy);
    const cells = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
    if (cells.length === 0) return unchanged(undefined);
    await client.query("DELETE FROM sla_policy");
    await client.query(
      `INSERT INTO sla_policy (environment, severity, exploited, days)
       SELECT environment, severity, exploited, days
       FROM jsonb_to_recordset($1::jsonb) r(environment text, severity smallint, exploited boolean, days int)`,
      [JSON.stringify(policyRows(policy))],
    );
    await enqueueDue(client, actorUserId(actor));
    const told = cells.map((key) => [key, { before: before.get(key), after: after.get(key) }]);
    note({ action: "sla.update", target: "sla", detail: Object.fromEntries(told) });
  });
}

/** Days by `critical`, `critical exploited`, `staging: critical`, …; absent: as everywhere. */
const cellsOf = (policy: SlaPolicyBody) =>
  new Map(
    policyRows(policy).map(({ environment, severity, exploited, days }) => [
      `${environment && `${environment}: `}${severities.word(severity)}${exploited ? " exploited" : ""}`,
      days,
    ]),
  );
