import type { Pool } from "pg";
import { keepSetting, readSetting } from "../setting/store";

const keyOf = (integrationId: number) => `tracker.pause.${integrationId}`;

/** Until then nothing is asked of the tracker: it said so, and every replica keeps to it. */
export async function pause(pool: Pool, integrationId: number, until: Date): Promise<void> {
  await keepSetting(pool, keyOf(integrationId), until.toISOString());
}

export async function isPaused(pool: Pool, integrationId: number, now: Date): Promise<boolean> {
  const until = await readSetting<string>(pool, keyOf(integrationId));
  return until !== null && new Date(until) > now;
}
