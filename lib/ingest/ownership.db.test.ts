import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { decisions } from "../domain/vocabulary";
import { reassign } from "../services/ownership/reassign";
import { forgetRules } from "./rules";
import { faults } from "./testing/compare";
import { assetOf, imageRef } from "./testing/driver";
import { type Harness, harness } from "./testing/harness";
import { configuration, prepared, report } from "./testing/items";
import { emptied } from "./testing/state";

/** What random sequences seldom meet: teams that swap, follow one another, or already have what comes to them. */
let h: Harness;
let cluster: { id: number; slug: string };
const repository = "docker.io/acme/a";
beforeAll(async () => {
  h = await harness();
});
beforeEach(async () => {
  await emptied(h.db.pool);
  forgetRules(h.db.pool);
  cluster = await h.cluster("east");
  for (const slug of ["red", "blue", "green"]) await h.team(slug);
});
afterAll(() => h.close());

const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();

/** Workload → team, by name. */
async function own(owners: Record<string, string>): Promise<void> {
  await h.db.pool.query("DELETE FROM ownership_rule");
  for (const [name, team] of Object.entries(owners))
    await h.db.pool.query(
      "INSERT INTO ownership_rule (priority, team_id, label_key, label_value) SELECT 1, id, 'app', $1 FROM team WHERE slug = $2",
      [name, team],
    );
  await reassign(h.db.pool);
}

async function run(on: number, workloads: Record<string, number>): Promise<void> {
  const items = Object.entries(workloads).map(([name, version]) => ({
    ...{ type: "inventory" as const, item: "workload" as const, namespace: "shop", workloadKind: "Deployment", name },
    ...{ labels: { app: name }, podLabels: {}, running: true, serviceAccount: null },
    images: [{ container: "c", image: imageRef(assetOf(repository, version)), init: false }],
  }));
  await h.merge([prepared(await configuration(items), cluster, day(on), h.nextReport())]);
}

async function scan(on: number, version: number, ...ids: string[]): Promise<void> {
  const scope = { target: imageRef(assetOf(repository, version)), says: ids.map((rule) => ({ rule })) };
  await h.merge([prepared(await report([scope]), cluster, day(on), h.nextReport())]);
}

const findings = async () =>
  (
    await h.db.pool.query<{ id: string; line: string; first: string }>(
      `SELECT f.id::text, t.slug || ' ' || r.code || ' ' || f.presence || ' ' || f.decision || ' ' || f.places AS line,
         to_char(f.first_seen_at AT TIME ZONE 'UTC', 'DD') AS first
       FROM finding f JOIN team t ON t.id = f.team_id JOIN rule r ON r.id = f.rule_id ORDER BY line`,
    )
  ).rows;
const lines = async () => (await findings()).map(({ line, first }) => `${line} since ${first}`);

async function accept(team: string): Promise<void> {
  await h.db.pool.query(
    `UPDATE finding f SET decision = $2, state = state_of(presence, awaiting, $2::smallint, work) FROM team t WHERE t.id = f.team_id AND t.slug = $1`,
    [team, decisions.code("accepted")],
  );
  // The roll-up is put right by hand; this is no test of it.
  await h.db.pool.query("DELETE FROM posture_count; DELETE FROM posture_sum; DELETE FROM posture_delta");
}

it("goes over as the same row, and back", async () => {
  await own({ web: "red" });
  await run(1, { web: 1 });
  await scan(2, 1, "V");
  const [before] = await findings();
  await own({ web: "blue" });
  expect(await findings()).toEqual([{ ...before, line: "blue V 0 0 1" }]);
  expect(await faults(h.db.pool)).toEqual([]);
});

it("is one where the other team has it already: earliest date, decision and history stay; a split inherits", async () => {
  await own({ web: "red", api: "blue" });
  await run(1, { web: 1 });
  await scan(2, 1, "V");
  await run(5, { web: 1, api: 1 });
  await accept("blue");
  expect(await lines()).toEqual(["blue V 0 1 1 since 02", "red V 0 0 1 since 02"]);
  await own({ web: "red", api: "red" });
  expect(await lines()).toEqual(["red V 0 1 2 since 02"]);
  const { rows } = await h.db.pool.query<{ axis: number }>("SELECT axis FROM finding_event ORDER BY id");
  expect(rows.map((row) => row.axis)).toEqual(expect.arrayContaining([1, 11]));
  const past = await h.db.pool.query(
    "SELECT t.slug, p.decision FROM finding_past p JOIN team t ON t.id = p.team_id JOIN finding f ON f.id = p.into_id",
  );
  expect(past.rows).toEqual([{ slug: "blue", decision: 1 }]);
  await own({ web: "red", api: "green" });
  expect(await lines()).toEqual(["green V 0 1 1 since 02", "red V 0 1 1 since 02"]);
});

it("follows its workload where only that shows it, although others of the team stay", async () => {
  await own({ web: "red", api: "red" });
  await run(1, { web: 1, api: 2 });
  await scan(2, 1, "V", "W");
  await scan(3, 2, "W");
  const before = await findings();
  await own({ web: "blue", api: "red" });
  expect(await lines()).toEqual(["blue V 0 0 1 since 02", "blue W 0 0 1 since 02", "red W 0 0 1 since 02"]);
  const moved = (await findings()).find(({ line }) => line.startsWith("blue V"));
  expect(moved?.id).toBe(before.find(({ line }) => line.includes(" V "))?.id);
  expect(await faults(h.db.pool)).toEqual([]);
});

it("teams that swap keep what both have and exchange what one has", async () => {
  await own({ web: "red", api: "blue" });
  await run(1, { web: 1, api: 2 });
  await scan(2, 1, "V", "both");
  await scan(3, 2, "W", "both");
  const ids = new Map((await findings()).map(({ id, line }) => [line.split(" ")[1], id]));
  await own({ web: "blue", api: "red" });
  expect(await lines()).toEqual([
    "blue V 0 0 1 since 02",
    "blue both 0 0 1 since 02",
    "red W 0 0 1 since 03",
    "red both 0 0 1 since 02",
  ]);
  for (const { id, line } of await findings()) if (!line.includes("both")) expect(id).toBe(ids.get(line.split(" ")[1]));
  expect(await faults(h.db.pool)).toEqual([]);
});

it("one may go where another just leaves", async () => {
  await own({ web: "red", api: "blue" });
  await run(1, { web: 1, api: 1 });
  await scan(2, 1, "V");
  await scan(3, 2);
  await run(4, { web: 2, api: 1 });
  const before = await findings();
  expect(before.map(({ line }) => line)).toEqual(["blue V 0 0 1", "red V 2 0 1"]);
  await own({ web: "blue", api: "green" });
  const after = await findings();
  expect(after.map(({ line }) => line)).toEqual(["blue V 2 0 1", "green V 0 0 1"]);
  expect(after.map(({ id }) => id)).toEqual([before[1]?.id, before[0]?.id]);
  expect(await faults(h.db.pool)).toEqual([]);
});
