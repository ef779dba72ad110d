import type { Pool } from "pg";
import { pool as sharedPool } from "@/lib/db/pool";
import { keepSetting, readSetting } from "./store";

/** How far the sample data of `npm run demo` is; kept beside it, so that an interrupted run goes on where it was. */
export interface DemoProgress {
  /** The now that the past is told from. ISO. */
  now: string;
  /** Steps that are done, and how many there are. */
  step: number;
  steps: number;
  /** Day of the past that is there, of so many: "day 34 of 90". */
  day: number;
  days: number;
  done: boolean;
}

const key = "demo";

/** null: this is no demo. */
export async function demoProgress(pool: Pool = sharedPool()): Promise<DemoProgress | null> {
  return readSetting<DemoProgress>(pool, key);
}

export async function keepDemoProgress(pool: Pool, progress: DemoProgress): Promise<void> {
  await keepSetting(pool, key, progress);
}

/** While the demo's past comes in, its days bring what time alone brings; the wall clock has to wait. */
export async function isPastComingIn(pool: Pool): Promise<boolean> {
  return (await demoProgress(pool))?.done === false;
}
