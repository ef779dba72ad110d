import type { Pool, PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { pool } from "@/lib/db/pool";
import { unchanged, write } from "../audit/write";

const key = "four_eyes";

/** On unless an admin switched it off: whoever asks for an exception never approves it. */
export async function fourEyesOn(client: Pool | PoolClient = pool()): Promise<boolean> {
  const { rows } = await client.query<{ value: boolean }>("SELECT value FROM setting WHERE key = $1", [key]);
  return rows[0]?.value !== false;
}

/** For an installation with one person of security. Throws forbidden. */
export async function setFourEyes(actor: Actor, on: boolean): Promise<void> {
  authorize(actor, "users.manage");
  await write(actor, async (client, note) => {
    if ((await fourEyesOn(client)) === on) return unchanged(undefined);
    await client.query(
      "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()",
      [key, JSON.stringify(on)],
    );
    note({ action: "four_eyes.set", target: "setting:four_eyes", detail: { before: !on, after: on } });
  });
}
