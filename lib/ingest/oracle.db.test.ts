import { afterAll, beforeAll, expect, it } from "vitest";
import { forgetRules } from "./rules";
import { faults } from "./testing/compare";
import { type Run, startRun } from "./testing/driver";
import { type Harness, harness } from "./testing/harness";
import { decideStep, listingStep, previewStep } from "./testing/people";
import { type Random, random } from "./testing/random";
import { emptied } from "./testing/state";
import { eventStep, inventoryStep, ownershipStep, quietStep, reportStep } from "./testing/steps";
import { differences } from "./testing/stored";

/** More of them: PARAPET_SEQUENCES=300 npx vitest run --project db lib/ingest/oracle */
const SEQUENCES = Number(process.env.PARAPET_SEQUENCES ?? 40);
const FIRST = Number(process.env.PARAPET_FIRST_SEQUENCE ?? 1);
const STEPS = 14;
/** On a busy machine fewer have to do, unless a number was asked for. */
const ENOUGH_MS = process.env.PARAPET_SEQUENCES ? Number.POSITIVE_INFINITY : 45_000;

let h: Harness;
beforeAll(async () => {
  h = await harness();
});
afterAll(() => h.close());

const steps: [number, (run: Run, r: Random) => Promise<string>][] = [
  [0.45, reportStep],
  [0.25, inventoryStep],
  [0.08, eventStep],
  [0.08, ownershipStep],
  [0.06, decideStep],
  [0.04, listingStep],
  [0.02, previewStep],
  [0.02, quietStep],
];

function choose(r: Random): (run: Run, r: Random) => Promise<string> {
  let x = r.next();
  for (const [share, step] of steps) {
    if (x < share) return step;
    x -= share;
  }
  return reportStep;
}

it(
  `agrees with the naive model over ${SEQUENCES} random sequences`,
  async () => {
    const started = performance.now();
    for (let seed = FIRST; seed < FIRST + SEQUENCES && performance.now() - started < ENOUGH_MS; seed++) {
      await emptied(h.db.pool);
      forgetRules(h.db.pool);
      const run = await startRun(h);
      const r = random(seed);
      const log: string[] = [];
      for (let step = 0; step < STEPS; step++) {
        let problem: string[];
        try {
          log.push(await choose(r)(run, r));
          problem = [...(await differences(run)), ...(await faults(h.db.pool))];
        } catch (error) {
          problem = [String(error), (error as Error).stack ?? ""];
        }
        expect(problem.slice(0, 6), `sequence ${seed}\n${log.join("\n")}`).toEqual([]);
      }
    }
  },
  Number(process.env.PARAPET_SEQUENCES ? 3_600_000 : 120_000),
);
