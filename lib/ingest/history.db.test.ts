import { afterAll, beforeAll, expect, it } from "vitest";
import { forgetRules } from "./rules";
import { faults } from "./testing/compare";
import { type Run, startRun } from "./testing/driver";
import { type Harness, harness } from "./testing/harness";
import { daysByJournal, daysKept, unlikeDays } from "./testing/history";
import { decideStep, listingStep, sameStep } from "./testing/people";
import { type Random, random } from "./testing/random";
import { emptied } from "./testing/state";
import { againStep, eventStep, inventoryStep, ownershipStep, quietStep, reportStep } from "./testing/steps";

/** More of them: PARAPET_SEQUENCES=300 npx vitest run --project db lib/ingest/history */
const SEQUENCES = Number(process.env.PARAPET_SEQUENCES ?? 25);
const FIRST = Number(process.env.PARAPET_FIRST_SEQUENCE ?? 1);
const ENOUGH_MS = process.env.PARAPET_SEQUENCES ? Number.POSITIVE_INFINITY : 12_000;
/** So many in any case, for all to occur. */
const LEAST = 10;
const STEPS = 20;
const HOUR = 3_600_000;

let h: Harness;
beforeAll(async () => {
  h = await harness();
});
afterAll(() => h.close());

type Step = (run: Run, r: Random) => Promise<string>;
const steps: [number, Step][] = [
  [0.14, reportStep],
  [0.24, againStep],
  [0.22, inventoryStep],
  [0.08, eventStep],
  [0.12, ownershipStep],
  [0.1, decideStep],
  [0.06, listingStep],
  [0.04, quietStep],
];

function choose(r: Random): Step {
  let x = r.next();
  for (const [share, step] of steps) {
    if (x < share) return step;
    x -= share;
  }
  return reportStep;
}

/** Takes the database through a random sequence; `after` each step. */
async function sequences(
  late: number,
  after: (run: Run, log: string[]) => Promise<void>,
  except?: Step,
): Promise<void> {
  const started = performance.now();
  for (
    let seed = FIRST;
    seed < FIRST + SEQUENCES && (seed < FIRST + LEAST || performance.now() - started < ENOUGH_MS);
    seed++
  ) {
    await emptied(h.db.pool);
    forgetRules(h.db.pool);
    const run = await startRun(h, { pace: 9 * HOUR, late });
    const r = random(seed + 1000);
    const log = [`sequence ${seed}`];
    for (let step = 0; step < STEPS; step++) {
      const chosen = choose(r);
      log.push(await (chosen === except ? reportStep : chosen)(run, r));
      await after(run, log);
    }
  }
}

/** What a sequence came to: the test is worth something only when all of it occurs. */
const occurring = `SELECT (SELECT count(*)::int FROM finding_past) AS merged, (SELECT count(*)::int FROM finding_event WHERE axis = 17) AS created,
  sum(opened)::int AS opened, sum(reopened)::int AS reopened, sum(moved_in)::int AS moved_in, sum(fixed)::int AS fixed, sum(accepted)::int AS accepted,
  sum(dismissed)::int AS dismissed, sum(closed)::int AS closed, sum(moved_out)::int AS moved_out, sum(abs(rerated))::int AS rerated,
  sum(in_time)::int AS in_time, (sum(seconds) / 3600)::int AS hours FROM flow_day`;

it("the day tables are what the journal says, whatever comes when, and can be made anew from it", async () => {
  const seen: Record<string, number> = {};
  await sequences(0.25, async (run, log) => {
    if (log.length > STEPS) log.push(await sameStep(run, random(run.now)));
    if (log.length % 4 !== 0 && log.length <= STEPS) return;
    const wrong = [
      ...unlikeDays(await daysKept(h.db.pool), await daysByJournal(h.db.pool)),
      ...(await faults(h.db.pool)),
    ];
    expect(wrong.slice(0, 8), log.join("\n")).toEqual([]);
    if (log.length <= STEPS) return;
    const { rows } = await h.db.pool.query<Record<string, number>>(occurring);
    for (const [name, n] of Object.entries(rows[0] ?? {})) seen[name] = (seen[name] ?? 0) + n;
    const kept = await daysKept(h.db.pool);
    await h.db.pool.query("BEGIN; SELECT history_rebuild(); COMMIT");
    expect(unlikeDays(await daysKept(h.db.pool), kept).slice(0, 8), log.join("\n")).toEqual([]);
  });
  for (const [name, n] of Object.entries(seen)) expect(n, name).toBeGreaterThan(0);
}, 120_000);

/** What is there by (cluster, team, area, unit): open by severity, present, points; now, or on a past evening. */
async function there(day?: string): Promise<string[]> {
  const now = `SELECT cluster_id, team_id, area, unit, CASE WHEN state < 4 THEN high ELSE 0 END AS high, CASE WHEN state < 4 THEN critical ELSE 0 END AS critical,
      info + low + "unknown" + medium + high + critical AS present, fixable, CASE WHEN state IN (5, 6) THEN 0 ELSE points END AS points
    FROM posture_sums WHERE state < 8`;
  const { rows } = await h.db.pool.query({
    text: `SELECT cluster_id, team_id, area, unit, sum(high), sum(critical), sum(present), sum(fixable), sum(points) FROM (${now}
      ${day ? `UNION ALL SELECT cluster_id, team_id, area, unit, -high, -critical, -present, -fixable, -points FROM posture_day WHERE day > '${day}'` : ""}) x
      GROUP BY 1, 2, 3, 4 HAVING (sum(high), sum(critical), sum(present), sum(fixable), sum(points)) <> (0, 0, 0, 0, 0) ORDER BY 1, 2, 3, 4`,
    rowMode: "array",
  });
  return rows.map((row) => row.join(" "));
}

it("a past evening is what was there when it was the last, where nothing comes late", async () => {
  const evenings = new Map<string, string[]>();
  await sequences(
    0,
    async (run, log) => {
      if (log.length === 2) evenings.clear();
      evenings.set(new Date(run.now).toISOString().slice(0, 10), await there());
      for (const [day, then] of evenings) expect(await there(day), `${day}\n${log.join("\n")}`).toEqual(then);
    },
    quietStep,
  );
}, 120_000);
