import { systemActor } from "@/lib/authz/actor";
import { pool as sharedPool } from "@/lib/db/pool";
import { demoProgress, keepDemoProgress } from "@/lib/services/setting/demo";
import { Clock } from "./clock";
import { people } from "./company/people";
import { demoDays, type PlanOptions, planDemo } from "./plan/plan";
import { seedCompany } from "./seed/company";
import { endDay } from "./seed/end-day";
import { dropHalfReceived, type FeedContext, feedStep } from "./seed/feed";

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
  if (!(await demoProgress(sharedPool()))) await seedCompany(sharedPool(), actor);
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
  const known = await demoProgress(pool);
  if (known?.done) return false;
  const clock = new Clock(known ? new Date(known.now) : now);
  const steps = planDemo(clock.now, plan);
  const keep = (step: number, day: number) =>
    keepDemoProgress(pool, {
      ...{ now: clock.now.toISOString(), step, steps: steps.length, day, days: demoDays },
      done: step === steps.length,
    });
  const done = known?.step ?? 0;
  await keep(done, known?.day ?? 0);
  await dropHalfReceived(pool);
  const { rows } = await pool.query<{ id: number; slug: string }>("SELECT id, slug FROM cluster");
  const context: FeedContext = { pool, actor, work, clusters: new Map(rows.map(({ id, slug }) => [slug, id])) };
  let told = Date.now();
  for (const [number, step] of steps.entries()) {
    if (number < done) continue;
    const day = demoDays - step.ago;
    await feedStep(context, step, number);
    if (step.endsDay) {
      const ofDay = steps.filter(({ ago }) => ago === step.ago).flatMap(({ reports }) => reports);
      await endDay(context, step.ago, new Set(ofDay.flatMap(({ cluster }) => cluster ?? [])), clock);
    }
    await keep(number + 1, step.endsDay ? day : day - 1);
    if (Date.now() - told > 5_000) {
      told = Date.now();
      say(`  sample data: day ${day} of ${demoDays}`);
    }
  }
  return true;
}
