import { systemActor } from "@/lib/authz/actor";
import { pool as sharedPool } from "@/lib/db/pool";
import { age } from "@/lib/services/finding/quiet";
import { refreshUnits } from "@/lib/services/posture/refresh-units";
import { people } from "./company/people";
import { type PlanOptions, planDemo } from "./plan/plan";
import { seedCompany } from "./seed/company";
import { dropHalfReceived, type FeedContext, feedStep } from "./seed/feed";
import { readState, writeState } from "./seed/state";
import { seedWork } from "./seed/work";

/** Somebody who can sign in to the demo. */
export interface DemoPerson {
  email: string;
  password: string;
  /** What they look at, in a few words. */
  sees: string;
}

const actor = systemActor("demo");

/**
 * Makes the demo's company in the database of DATABASE_URL: people, teams, clusters, ownership. From then on one can
 * sign in. On a database that has it already nothing is changed.
 * @returns who can sign in
 */
export async function openDemo(): Promise<DemoPerson[]> {
  if (!(await readState(sharedPool()))) await seedCompany(sharedPool(), actor);
  return people.flatMap(({ email, password, sees }) => (password && sees ? [{ email, password, sees }] : []));
}

export interface FillOptions extends PlanOptions {
  /** Takes a progress line. */
  say(line: string): void;
  /** Process reports in this process; without it a worker has to run. */
  work?: boolean;
  /** The now that the past is told from, at the first run on this database. */
  now?: Date;
}

/**
 * Feeds the demo's past through the real pipeline, once. What an interrupted run had done is not done again.
 * @returns false where all was there already
 */
export async function fillDemo({ say, work = false, now = new Date(), ...plan }: FillOptions): Promise<boolean> {
  const pool = sharedPool();
  const known = await readState(pool);
  if (known?.done) return false;
  const from = known ? new Date(known.now) : now;
  const steps = planDemo(from, plan);
  const total = { now: from.toISOString(), steps: steps.length };
  await writeState(pool, { ...total, step: known?.step ?? 0, done: false });
  await dropHalfReceived(pool);
  const { rows } = await pool.query<{ id: number; slug: string }>("SELECT id, slug FROM cluster");
  const context: FeedContext = { pool, actor, work, clusters: new Map(rows.map(({ id, slug }) => [slug, id])) };
  let told = Date.now();
  for (const [number, step] of steps.entries()) {
    if (number < (known?.step ?? 0)) continue;
    await feedStep(context, step, number);
    await writeState(pool, { ...total, step: number + 1, done: false });
    if (Date.now() - told > 5_000) {
      told = Date.now();
      say(`  sample data: ${step.ago} days ago`);
    }
  }
  await age(pool, from);
  await seedWork(pool);
  for (const { id } of [{ id: 0 }, ...rows]) await refreshUnits(pool, id);
  await writeState(pool, { ...total, step: steps.length, done: true });
  return true;
}
