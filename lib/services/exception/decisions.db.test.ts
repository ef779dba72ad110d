import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserActor } from "@/lib/authz/actor";
import { closePool } from "@/lib/db/pool";
import { decisions } from "@/lib/domain/vocabulary";
import { forgetRules } from "@/lib/ingest/rules";
import { faults } from "@/lib/ingest/testing/compare";
import { type Run, startRun } from "@/lib/ingest/testing/driver";
import { type Harness, harness } from "@/lib/ingest/testing/harness";
import { listingStep, sameStep } from "@/lib/ingest/testing/people";
import { type Random, random } from "@/lib/ingest/testing/random";
import { emptied } from "@/lib/ingest/testing/state";
import { againStep, eventStep, inventoryStep, ownershipStep, quietStep, reportStep } from "@/lib/ingest/testing/steps";
import { write } from "../audit/write";
import { makePerson } from "../testing/people";
import { decideException } from "./decide";
import { expireExceptions } from "./expire";
import { addRequest, sameScope } from "./request";
import { type Asked, Oracle } from "./testing/oracle";

/** More of them: PARAPET_SEQUENCES=300 npx vitest run --project db lib/services/exception/decisions */
const SEQUENCES = Number(process.env.PARAPET_SEQUENCES ?? 25);
const FIRST = Number(process.env.PARAPET_FIRST_SEQUENCE ?? 1);
const ENOUGH_MS = process.env.PARAPET_SEQUENCES ? Number.POSITIVE_INFINITY : 30_000;
/** In so many sequences everything happens at least once. */
const ALL_OCCURS = 12;
const STEPS = 22;
const DAY = 86_400_000;

let h: Harness;
let sara: UserActor;
let sam: UserActor;
beforeAll(async () => {
  h = await harness();
});
afterAll(async () => {
  await closePool();
  await h.close();
});

type Step = (run: Run, r: Random, oracle: Oracle) => Promise<string>;
const steps: [number, Step][] = [
  [0.14, reportStep],
  [0.18, againStep],
  [0.16, inventoryStep],
  [0.06, eventStep],
  [0.08, ownershipStep],
  [0.08, listingStep],
  [0.03, quietStep],
  [0.16, approveStep],
  [0.05, revokeStep],
  [0.06, expireStep],
];

/** Somebody asks for an exception about something that is there, by a scope of any width; mostly it is approved. */
async function approveStep(run: Run, r: Random, oracle: Oracle): Promise<string> {
  run.now += run.pace;
  const found = (await oracle.look()).filter((f) => f.presence === 0 || r.chance(0.1));
  if (found.length === 0) return "nothing to ask for";
  const f = r.pick(found);
  const maybe = <T>(share: number, value: T) => (r.chance(share) ? value : null);
  const asked: Asked = {
    ...{
      id: 0,
      decision: 1 + r.below(4),
      rule: f.rule,
      subject: maybe(0.4, f.subject),
      cluster: maybe(0.3, f.cluster),
    },
    ...{ namespace: maybe(0.3, f.namespace), team: maybe(0.3, r.chance(0.5) ? f.team : f.fixTeam) },
    ...{ active: false, order: run.now, severity: null, kev: false },
  };
  const kind = decisions.word(asked.decision);
  if (kind === "none") throw new Error("no decision");
  const ids = {
    ...{ ruleId: asked.rule, subjectId: asked.subject, clusterId: asked.cluster },
    ...{ namespace: asked.namespace, teamId: asked.team },
  };
  const wanted = {
    kind,
    reason: "r",
    links: [],
    days: 1 + r.below(20),
    justification: "component_not_present" as const,
  };
  const at = new Date(run.now);
  if ((await sameScope(h.db.pool, ids, kind, [0])) !== null) return "asked for already";
  asked.id = await write(sara, (client, note) => addRequest(client, note, sara, { ids, code: "x", wanted, at }));
  if (r.chance(0.15)) return `asked ${JSON.stringify(asked)}`;
  Object.assign(asked, await oracle.limits(asked));
  await decideException(sam, "approve", asked.id, { at });
  asked.active = true;
  oracle.exceptions.push(asked);
  return `approved ${JSON.stringify(asked)}`;
}

async function revokeStep(run: Run, r: Random, oracle: Oracle): Promise<string> {
  run.now += run.pace;
  const active = oracle.exceptions.filter((x) => x.active);
  if (active.length === 0) return "nothing to revoke";
  const x = r.pick(active);
  await decideException(sara, "revoke", x.id, { at: new Date(run.now) });
  x.active = false;
  return `revoked ${x.id}`;
}

/** Days go by. */
async function expireStep(run: Run, r: Random, oracle: Oracle): Promise<string> {
  run.now += (1 + r.below(4)) * DAY;
  await expireExceptions(h.db.pool, new Date(run.now));
  const { rows } = await h.db.pool.query<{ id: number }>("SELECT id FROM exception WHERE expires_at <= $1", [
    new Date(run.now),
  ]);
  for (const x of oracle.exceptions) if (rows.some(({ id }) => id === x.id)) x.active = false;
  return "days go by";
}

function choose(r: Random): Step {
  let x = r.next();
  for (const [share, step] of steps) {
    if (x < share) return step;
    x -= share;
  }
  return againStep;
}

/** The counts that a step of the model expects no longer hold when two rules became one. */
const isModel = (error: unknown) => error instanceof Error && error.message.startsWith("counts ");

it(
  `every finding has the decision of the exception that covers it, over ${SEQUENCES} random sequences`,
  async () => {
    const started = performance.now();
    const most: Record<string, number> = {};
    let told = 0;
    for (let seed = FIRST; seed < FIRST + SEQUENCES && performance.now() - started < ENOUGH_MS; seed++) {
      told++;
      await emptied(h.db.pool);
      forgetRules(h.db.pool);
      sara = (await makePerson("security")).actor;
      sam = (await makePerson("security")).actor;
      const run = await startRun(h, { pace: 9 * 3_600_000, late: 0.15 });
      const oracle = new Oracle(h.db.pool);
      const r = random(seed + 5000);
      const log: string[] = [];
      for (let step = 0; step < STEPS; step++) {
        const chosen = step === 15 || step === 19 ? sameStep : choose(r);
        try {
          log.push(await chosen(run, r, oracle));
        } catch (error) {
          if (!isModel(error)) throw new Error(`sequence ${seed}\n${log.join("\n")}\n${error}`, { cause: error });
        }
        const problem = [...(await oracle.differences()), ...(await faults(h.db.pool))];
        expect(problem.slice(0, 4), `sequence ${seed}\n${log.join("\n")}`).toEqual([]);
        for (const [name, n] of Object.entries(oracle.tally())) most[name] = (most[name] ?? 0) + n;
      }
    }
    // On a busy machine there may be too few sequences for all of it to occur.
    if (told >= ALL_OCCURS) expect(Math.min(...Object.values(most)), JSON.stringify(most)).toBeGreaterThan(0);
  },
  Number(process.env.PARAPET_SEQUENCES ? 3_600_000 : 120_000),
);
