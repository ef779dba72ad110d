import { randomUUID } from "node:crypto";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { notFound } from "@/lib/authz/refusal";
import { pool } from "@/lib/db/pool";
import { write } from "../audit/write";
import { absolute, type Outgoing } from "../notice/message";
import { sendMail } from "../notice/send-mail";
import { sendWebhook } from "../notice/send-webhook";
import { reasonOf } from "../outgoing/refused";
import { checkGithub } from "../ticket/github/check";
import { findIntegration, type Stored } from "./store";

/**
 * Sends one message of no content by it, to the actor where it is mail, or asks a tracker who one is there. An admin's
 * test is not limited by what failed before. Throws forbidden, not_found.
 * @returns null, or why it could not be sent
 */
export async function testIntegration(actor: Actor, id: number, now = new Date()): Promise<string | null> {
  authorize(actor, "integrations.manage");
  const integration = await findIntegration(pool(), id);
  if (!integration) throw notFound("This integration");
  const error = await trial(actor, integration, now).then(
    () => null,
    (fault: unknown) => reasonOf(fault),
  );
  await write(actor, async (client, note) => {
    const column = error === null ? "last_ok_at = $2, last_error = $3" : "last_error_at = $2, last_error = $3";
    await client.query(`UPDATE integration SET ${column} WHERE id = $1`, [id, now, error]);
    note({ action: "integration.test", target: `integration:${id} ${integration.name}`, detail: { error } });
  });
  return error;
}

async function trial(actor: Actor, integration: Stored, now: Date): Promise<void> {
  if (integration.kind === "github") return checkGithub(integration);
  const message: Outgoing = {
    ...{ id: randomUUID(), kind: "test", at: now.toISOString(), title: "A test of Parapet", subject: "test" },
    ...{
      text: `${integration.name} works.`,
      url: absolute("/settings/integrations"),
      severity: null,
      teams: [],
      lines: [],
    },
  };
  if (integration.kind !== "smtp") return sendWebhook(integration, message, now);
  const { rows } = await pool().query<{ name: string; email: string }>(`SELECT name, email FROM "user" WHERE id = $1`, [
    actorUserId(actor),
  ]);
  await sendMail(integration, rows[0] ?? { name: "", email: integration.config.from }, message);
}
