import { afterAll, beforeAll, expect, it } from "vitest";
import type { InventoryItem } from "../importers/types";
import { mergeSame } from "../services/rule/merge-same";
import { forgetRules } from "./rules";
import { faults } from "./testing/compare";
import { assetOf, imageRef, versions, workloadRef } from "./testing/driver";
import { type Harness, harness } from "./testing/harness";
import { configuration, prepared, report, type Said } from "./testing/items";
import { type Random, random } from "./testing/random";
import { emptied, stateOf, unlike } from "./testing/state";

/** More of them: PARAPET_SEQUENCES=100 npx vitest run --project db lib/ingest/aliases */
const SEQUENCES = Number(process.env.PARAPET_SEQUENCES ?? 6);
const FIRST = Number(process.env.PARAPET_FIRST_SEQUENCE ?? 1);
const ENOUGH_MS = process.env.PARAPET_SEQUENCES ? Number.POSITIVE_INFINITY : 30_000;

let h: Harness;
beforeAll(async () => {
  h = await harness();
});
afterAll(() => h.close());

/** Names of one thing each. */
const flaws = [
  ["CVE-2026-1", "GHSA-1111"],
  ["CVE-2026-2", "GHSA-2222", "PYSEC-2026-2"],
  ["GHSA-3333", "PYSEC-2026-3"],
  ["CVE-2026-4", "GHSA-4444", "GO-2026-4"],
];
const repositories = ["docker.io/acme/a", "docker.io/acme/b"];
const workloads = ["web", "api"].map((name) => ({ namespace: "shop", name }));
const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n, 1, 2, 3)).toISOString();

type Step = (cluster: { id: number; slug: string }) => Promise<void>;

/** Reports, roll-outs and decisions, the same in every run of a seed. */
function stepsOf(r: Random): Step[] {
  const steps: Step[] = [];
  const tools = ["trivy", "grype", "osv"];
  // A tool calls a thing by the same names each time, some by two.
  const words = new Map(
    tools.map((tool) => [tool, flaws.map((names) => r.shuffled(names).slice(0, r.chance(0.2) ? 2 : 1))]),
  );
  const says = (tool: string): Said[] =>
    r.some(flaws, 0.6).flatMap((flaw) => {
      const n = flaws.indexOf(flaw);
      const locations = r.some(["a", "b"], 0.7);
      return (words.get(tool)?.[n] ?? []).flatMap((rule) =>
        locations.map((location) => ({
          ...{ rule, location, severity: (["high", "medium", "critical", "low"] as const)[n] },
          evidence: { said: rule },
        })),
      );
    });
  // Reports are on what runs: what has no real place yet is as old as its place later on, whatever was known before.
  let runs: string[] = [];
  const roll = (at: string): Step => {
    runs = repositories.map((repository) => assetOf(repository, r.pick(versions)));
    const items: InventoryItem[] = workloads.map((of, n) => ({
      ...{ type: "inventory", item: "workload", ...of, workloadKind: "Deployment", labels: {}, podLabels: {} },
      ...{ running: true, serviceAccount: null },
      images: [{ container: "c", image: imageRef(runs[n] as string), init: false }],
    }));
    return async (cluster) => {
      await h.merge([prepared(await configuration(items, ["workload"]), cluster, at, h.nextReport())]);
    };
  };
  steps.push(roll(day(0)));
  for (let n = 1; n < 16; n++) {
    const at = day(n);
    const what = r.next();
    if (what < 0.2) steps.push(roll(at));
    else if (what < 0.4) {
      const [flaw, pick] = [r.below(flaws.length), r.next()];
      steps.push(() => decide(flaw, pick, new Date(at)));
    } else if (what < 0.5) {
      const of = {
        tool: r.pick(["trivy", "kubescape"]),
        class: "misconfiguration" as const,
        target: workloadRef(r.pick(workloads)),
      };
      const rule = of.tool === "trivy" ? "trivy:KSV017" : "kubescape:C-0057";
      const scope = { ...of, says: r.chance(0.7) ? [{ rule }] : [] };
      steps.push(async (cluster) => {
        await h.merge([prepared(await report([scope]), cluster, at, h.nextReport())]);
      });
    } else {
      const tool = r.pick(tools);
      const scope = { tool, complete: r.chance(0.8), says: says(tool) };
      const target = imageRef(r.pick(runs));
      steps.push(async (cluster) => {
        await h.merge([prepared(await report([{ ...scope, target }]), cluster, at, h.nextReport(), { force: true })]);
      });
    }
  }
  return steps;
}

/** Somebody accepts what is open of a flaw, under whichever of its names they come across it. */
async function decide(flaw: number, pick: number, at: Date): Promise<void> {
  const names = flaws[flaw] as string[];
  const client = await h.db.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT merge_begin()");
    const { rowCount } = await client.query(
      `CREATE TEMP TABLE touched ON COMMIT DROP AS SELECT DISTINCT ON (f.subject_id, f.place_id) f.id,
         '${at.toISOString()}'::timestamptz AS at, NULL::bigint AS report_id, NULL::int AS actor_id FROM finding f
       WHERE f.presence = 0 AND f.place_id > 0 AND f.rule_id IN (SELECT id FROM rule WHERE code = ANY ('{${names}}')
         UNION SELECT rule_id FROM rule_alias WHERE alias = ANY ('{${names}}')) ORDER BY f.subject_id, f.place_id, (f.id * ${pick}) % 1`,
    );
    if (rowCount) {
      await client.query("SELECT posture_add(-1)");
      await client.query(
        "UPDATE finding SET decision = 1, state = state_of(presence, awaiting, 1::smallint, work) WHERE id IN (SELECT id FROM touched)",
      );
      await client.query("SELECT posture_add(1)");
      await client.query("SELECT merge_flush()");
    }
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

/** A report that names aliases, on an image that runs nowhere. */
async function teach(names: string[]): Promise<void> {
  const [rule = "", ...aliases] = names;
  const scope = { tool: "snyk", target: imageRef("docker.io/acme/teacher@9"), profile: rule };
  await h.merge([prepared(await report([{ ...scope, says: [{ rule, aliases }] }]), null, day(0), h.nextReport())]);
}

async function run(seed: number, learn: "first" | "later"): Promise<string[]> {
  await emptied(h.db.pool);
  forgetRules(h.db.pool);
  const cluster = await h.cluster("east");
  const steps = stepsOf(random(seed));
  const r = random(seed * 31);
  const lessons = r.shuffled(flaws).flatMap((names) => {
    const [a = "", b = "", c] = r.shuffled(names);
    return c ? [[a, b], r.chance(0.5) ? [b, c] : [c, a]] : [[a, b]];
  });
  if (learn === "first") for (const names of lessons) await teach(names);
  if (learn === "first") await mergeSame(h.db.pool);
  const at = lessons.map(() => 2 + r.below(steps.length - 2));
  for (const [n, step] of steps.entries()) {
    await step(cluster);
    if (learn === "first") continue;
    for (const [k, names] of lessons.entries()) if (at[k] === n) await teach(names);
    if (r.chance(0.4)) await mergeSame(h.db.pool);
    expect(await faults(h.db.pool), `${seed} step ${n}`).toEqual([]);
  }
  if (learn === "later") await mergeSame(h.db.pool);
  expect(await faults(h.db.pool), `${seed} ${learn}`).toEqual([]);
  return (await stateOf(h.db.pool)).map(undated);
}

/** When it came into its state, and so when it is due, depends on what was known of it then. */
function undated(line: string): string {
  const row: unknown[] = JSON.parse(line);
  if (row[0] === "finding") {
    row.splice(-2);
    // Of what is closed, who saw it last as well.
    if (row[12] !== 0) row[20] = null;
  }
  return JSON.stringify(row);
}

it("an alias that is learnt late leaves what one known from the start does", async () => {
  const started = performance.now();
  for (let seed = FIRST; seed < FIRST + SEQUENCES && performance.now() - started < ENOUGH_MS; seed++) {
    const want = await run(seed, "first");
    expect(unlike(await run(seed, "later"), want), `seed ${seed}`).toEqual([]);
  }
}, 3_600_000);
