import type { Pool, PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { pool } from "@/lib/db/pool";
import { unchanged, write } from "../audit/write";
import { keepSetting, readSetting } from "../setting/store";

const key = "four_eyes";

/** On unless an admin switched it off: whoever asks for an exception never approves it. */
export async function fourEyesOn(client: Pool | PoolClient = pool()): Promise<boolean> {
  return (await readSetting<boolean>(client, key)) !== false;
}

/** For an installation with one person of security. Throws forbidden. */
export async function setFourEyes(actor: Actor, on: boolean): Promise<void> {
  authorize(actor, "users.manage");
  await write(actor, async (client, note) => {
    if ((await fourEyesOn(client)) === on) return unchanged(undefined);
    await keepSetting(client, key, on);
    note({ action: "four_eyes.set", target: "setting:four_eyes", detail: { before: !on, after: on } });
  });
}
