import { type Actor, actorUserId } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { forbidden } from "@/lib/authz/refusal";
import type { OwnPreference } from "@/lib/client/contract/notice";
import { pool } from "@/lib/db/pool";
import { transaction } from "@/lib/db/transaction";
import { isAlways } from "@/lib/domain/notice/kinds";
import { defaultPreference, digestOf, type Preference } from "@/lib/domain/notice/rules";
import { nextTime } from "@/lib/domain/notice/schedule";
import { severities } from "@/lib/domain/vocabulary";
import { write } from "../audit/write";
import { loadPreferences, loadRules } from "./people";

function own(actor: Actor): number {
  const userId = actorUserId(actor);
  authorize(actor, "session.own", { userId });
  if (actor.kind !== "user" || userId === null) throw forbidden("Only a signed-in person has an inbox.");
  return userId;
}

/** What the actor chose to be told, or what holds for those who chose nothing: the rules for them, else the defaults. */
export async function readPreference(actor: Actor): Promise<OwnPreference> {
  const userId = own(actor);
  return transaction(async (client) => {
    const chosen = (await loadPreferences(client, userId)).get(userId) ?? null;
    const mail = await client.query("SELECT 1 FROM integration WHERE kind = 'smtp' AND disabled_at IS NULL LIMIT 1");
    const rules = await loadRules(client);
    const schedule = actor.kind === "user" ? digestOf(actor, rules, chosen) : null;
    const { timing: digest = "off" as const, ...when } = schedule ?? {};
    const { hour, weekday, timeZone } = { ...defaultPreference, ...when };
    const given: Preference = { ...defaultPreference, digest, hour, weekday, timeZone };
    const preference = chosen ?? given;
    return {
      ...{ preference: { ...preference, muted: [...preference.muted] }, isDefault: chosen === null },
      mail: (mail.rowCount ?? 0) > 0,
    };
  });
}

/** Chooses what to be told. What nobody can mute is told all the same. */
export async function setPreference(actor: Actor, wanted: Preference, now = new Date()): Promise<void> {
  const userId = own(actor);
  const muted = wanted.muted.filter((kind) => !isAlways(kind));
  await write(actor, async (client, note) => {
    await client.query(
      `INSERT INTO notice_preference (user_id, muted, email, min_severity, digest, hour, weekday, time_zone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (user_id) DO UPDATE SET muted = excluded.muted, email = excluded.email, min_severity = excluded.min_severity,
         digest = excluded.digest, hour = excluded.hour, weekday = excluded.weekday, time_zone = excluded.time_zone`,
      [
        ...[userId, muted, wanted.email, severities.code(wanted.minSeverity), wanted.digest],
        ...[wanted.hour, wanted.weekday, wanted.timeZone],
      ],
    );
    if (wanted.digest !== "off")
      await client.query("UPDATE notice_digest SET next_at = $2 WHERE recipient = $1", [
        ...[`user:${userId}`, nextTime({ ...wanted, timing: wanted.digest }, now)],
      ]);
    note({ action: "notices.preference", target: `user:${userId}`, detail: { ...wanted, muted } });
  });
}

/** Goes back to what holds for those who chose nothing. */
export async function resetPreference(actor: Actor): Promise<void> {
  const userId = own(actor);
  const { rowCount } = await pool().query("SELECT 1 FROM notice_preference WHERE user_id = $1", [userId]);
  if (!rowCount) return;
  await write(actor, async (client, note) => {
    await client.query("DELETE FROM notice_preference WHERE user_id = $1", [userId]);
    note({ action: "notices.preference", target: `user:${userId}`, detail: { reset: true } });
  });
}
