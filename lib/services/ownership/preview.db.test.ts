import { afterAll, beforeAll, expect, it } from "vitest";
import type { OwnershipChange } from "@/lib/client/contract/admin";
import { closePool } from "@/lib/db/pool";
import { forgetRules } from "@/lib/ingest/rules";
import { namespaces, repositories, startRun } from "@/lib/ingest/testing/driver";
import { type Harness, harness } from "@/lib/ingest/testing/harness";
import { type Random, random } from "@/lib/ingest/testing/random";
import { emptied } from "@/lib/ingest/testing/state";
import { inventoryStep, ownershipStep, reportStep } from "@/lib/ingest/testing/steps";
import { makePerson, refusalOf } from "../testing/people";
import { createRule } from "./create";
import { listRules } from "./list";
import { orderRules } from "./order";
import { previewRules } from "./preview";
import { reassign } from "./reassign";
import { removeRule } from "./remove";
import { updateRule } from "./update";

let h: Harness;
beforeAll(async () => {
  h = await harness();
});
afterAll(async () => {
  await closePool();
  await h.close();
});

interface Placed {
  key: string;
  spot: string;
  workload: number;
  team: string;
}

/** Who has what: present findings by key and team, and placements. */
async function hands() {
  const { rows: findings } = await h.db.pool.query<{ spot: string; rest: string; team: string }>(
    `SELECT f.subject_id || ' ' || f.place_id AS spot, f.rule_id || ' ' || f.loc AS rest, coalesce(t.slug, '-') AS team
     FROM finding f LEFT JOIN team t ON t.id = f.team_id WHERE presence = 0`,
  );
  const { rows: placements } = await h.db.pool.query<Placed>(
    `SELECT concat_ws(' ', subject_id, place_id, asset_id, workload_id) AS key, subject_id || ' ' || place_id AS spot,
       workload_id AS workload, coalesce(t.slug, '-') AS team FROM placement p LEFT JOIN team t ON t.id = p.team_id`,
  );
  return { findings, has: new Set(findings.map((f) => `${f.spot} ${f.rest} ${f.team}`)), placements };
}
type Hands = Awaited<ReturnType<typeof hands>>;

/** `FROM TO` → assets and findings that went that way. */
function moved(before: Hands, after: Hands): Record<string, [number, number]> {
  const teams = new Map(after.placements.map((p) => [p.key, p.team]));
  const ways = new Map<string, { things: Set<number>; spots: Set<string>; from: string; to: string }>();
  for (const { key, spot, workload, team: from } of before.placements) {
    const to = teams.get(key) as string;
    if (to === from) continue;
    const way = ways.get(`${from} ${to}`) ?? { things: new Set(), spots: new Set(), from, to };
    way.things.add(workload);
    way.spots.add(spot);
    ways.set(`${from} ${to}`, way);
  }
  return Object.fromEntries(
    [...ways].map(([name, { things, spots, from, to }]) => {
      const went = before.findings.filter(
        (f) =>
          f.team === from &&
          spots.has(f.spot) &&
          after.has.has(`${f.spot} ${f.rest} ${to}`) &&
          !before.has.has(`${f.spot} ${f.rest} ${to}`),
      );
      return [name, [things.size, went.length]];
    }),
  );
}

async function anyChange(r: Random, teams: string[], ids: number[]): Promise<OwnershipChange> {
  const maybe = <T>(p: number, value: T) => (r.chance(p) ? value : undefined);
  const rule = {
    ...{ priority: r.below(5) * 10, team: r.pick(teams), namespace: maybe(0.5, r.pick(namespaces)) },
    ...{ image: maybe(0.3, r.pick(repositories)), cluster: r.pick(["east", "west", "*"]) },
    ...(r.chance(0.4) ? { labelKey: "tier", labelValue: r.pick(["front", "back"]) } : {}),
  };
  const change = ids.length === 0 ? "add" : r.pick(["add", "replace", "remove", "order"] as const);
  if (change === "add") return { change, rule };
  if (change === "order") return { change, ids: r.shuffled(ids) };
  return change === "remove" ? { change, id: r.pick(ids) } : { change, id: r.pick(ids), rule };
}

it("says what then happens, over random fleets and changes", async () => {
  let some = 0;
  for (let seed = 1; seed <= 5; seed++) {
    await emptied(h.db.pool);
    forgetRules(h.db.pool);
    const run = await startRun(h);
    const r = random(seed);
    for (let step = 0; step < 8; step++)
      await r.pick([reportStep, reportStep, inventoryStep, inventoryStep, ownershipStep])(run, r);
    const { actor } = await makePerson("security");
    for (let turn = 0; turn < 4; turn++) {
      const ids = (await listRules(actor)).map(({ id }) => id);
      const change = await anyChange(r, ["red", "blue", "green"], ids);
      const before = await hands();
      const said = await previewRules(actor, change);
      expect(await hands()).toEqual(before);
      if (change.change === "add") await createRule(actor, change.rule);
      else if (change.change === "replace") await updateRule(actor, change.id, change.rule);
      else if (change.change === "remove") await removeRule(actor, change.id);
      else await orderRules(actor, change.ids);
      await reassign(h.db.pool);
      const runs = said.moves.filter(({ role }) => role === "runs");
      const told = runs.map(({ from, to, assets, findings }) => [
        `${from?.slug ?? "-"} ${to?.slug ?? "-"}`,
        [assets, findings],
      ]);
      expect([change, Object.fromEntries(told)]).toEqual([change, moved(before, await hands())]);
      expect(said.assets).toBe(said.moves.reduce((sum, move) => sum + move.assets, 0));
      expect(said.items.length).toBe(Math.min(100, said.assets));
      some += said.findings;
      expect(
        (await previewRules(actor, { change: "order", ids: (await listRules(actor)).map(({ id }) => id) })).assets,
      ).toBe(0);
    }
  }
  expect(some).toBeGreaterThan(5);
}, 120_000);

it("is for those who write rules, about rules that are there", async () => {
  const { actor } = await makePerson("security");
  const rule = { priority: 1, team: "red", namespace: "shop" };
  const { id } = await createRule(actor, rule);
  expect(await refusalOf(previewRules((await makePerson("admin")).actor, { change: "remove", id }))).toBe("forbidden");
  expect(await refusalOf(previewRules(actor, { change: "remove", id: 99_999 }))).toBe("not_found");
  expect(await refusalOf(previewRules(actor, { change: "add", rule: { ...rule, team: "none" } }))).toBe("invalid");
  expect(await refusalOf(orderRules(actor, [id, id]))).toBe("conflict");
  expect(await refusalOf(orderRules(actor, []))).toBe("conflict");
});
