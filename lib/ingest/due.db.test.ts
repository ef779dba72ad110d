import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Severity } from "../domain/vocabulary";
import { forgetRules } from "./rules";
import { faults } from "./testing/compare";
import { assetOf, imageRef } from "./testing/driver";
import { type Harness, harness } from "./testing/harness";
import { configuration, prepared, report, type Said } from "./testing/items";
import { setPolicy } from "./testing/sla";
import { emptied } from "./testing/state";

/** Due dates as people meet them: days after the first of January 2026, at midnight UTC. */
let h: Harness;
beforeAll(async () => {
  h = await harness();
});
beforeEach(async () => {
  await emptied(h.db.pool);
  forgetRules(h.db.pool);
  await setPolicy(h.db.pool);
});
afterAll(() => h.close());

const start = Date.UTC(2026, 0, 1);
const day = (n: number) => new Date(start + n * 86_400_000).toISOString();
const repository = "docker.io/acme/a";
const cve = (severity: Severity, fixState: Said["fixState"] = "available"): Said => ({
  ...{ rule: "CVE-2026-1", severity, fixState },
});

async function scan(on: number, says: Said[], to: { id: number; slug: string } | null = null, version = 1) {
  const scope = { target: imageRef(assetOf(repository, version)), says };
  await h.merge([prepared(await report([scope]), to, day(on), h.nextReport())]);
}

async function run(on: number, at: { id: number; slug: string }, ...names: string[]) {
  const items = names.map((name) => ({
    ...{ type: "inventory" as const, item: "workload" as const, namespace: name, workloadKind: "Deployment", name },
    ...{ labels: {}, podLabels: {}, running: true, serviceAccount: null },
    images: [{ container: "c", image: imageRef(assetOf(repository, 1)), init: false }],
  }));
  await h.merge([prepared(await configuration(items, ["workload"]), at, day(on), h.nextReport())]);
}

/** `CLUSTER/NAMESPACE` → day on which it is due, and the days that made it. */
async function due(): Promise<Record<string, [number, number] | null>> {
  const { rows } = await h.db.pool.query<{ place: string; due: Date | null; days: number | null }>(
    `SELECT coalesce(c.slug || '/' || p.namespace, 'nowhere') AS place, f.due_at AS due, f.due_days AS days FROM finding f
     JOIN place p ON p.id = f.place_id LEFT JOIN cluster c ON c.id = f.cluster_id WHERE f.presence = 0`,
  );
  expect(await faults(h.db.pool)).toEqual([]);
  return Object.fromEntries(
    rows.map(({ place, due: at, days }) => [place, at && [(at.getTime() - start) / 86_400_000, days as number]]),
  );
}

it("a new place never starts breached: by an inventory, by a report, in another cluster, or known late", async () => {
  const [east, west] = [await h.cluster("east"), await h.cluster("west")];
  await scan(0, [cve("critical")]);
  expect(await due()).toEqual({ nowhere: [7, 7] });
  await run(100, east, "shop");
  expect(await due()).toEqual({ "east/shop": [107, 7] });
  await run(120, east, "shop", "bank");
  expect(await due()).toEqual({ "east/shop": [107, 7], "east/bank": [127, 7] });
  await scan(130, [cve("critical")], west);
  expect((await due())["west/"]).toEqual([137, 7]);
  // A report that comes late shows that it was there before.
  await scan(126, [cve("critical")], west);
  expect((await due())["west/"]).toEqual([133, 7]);
});

it("the clock starts with a fix, stops without one, and starts anew when the finding comes back", async () => {
  const east = await h.cluster("east");
  await run(0, east, "shop");
  await scan(0, [cve("high", "none")]);
  expect(await due()).toEqual({ "east/shop": null });
  await scan(40, [cve("high")]);
  expect(await due()).toEqual({ "east/shop": [70, 30] });
  await scan(50, [cve("high", "wont_fix")]);
  expect(await due()).toEqual({ "east/shop": null });
  await scan(60, [cve("high")]);
  expect(await due()).toEqual({ "east/shop": [90, 30] });
  await scan(65, []);
  await scan(80, [cve("high")]);
  expect(await due()).toEqual({ "east/shop": [110, 30] });
  const { rows } = await h.db.pool.query(
    "SELECT before IS NULL AS first, after IS NULL AS last FROM finding_event e WHERE axis = 9 ORDER BY e.id",
  );
  expect(rows.map(({ first, last }) => `${first} ${last}`)).toEqual([
    ...["true false", "false true", "true false", "false false"],
  ]);
});

it("a rise brings it forward and never back; rated lower, the days count from the start", async () => {
  const east = await h.cluster("east");
  await run(0, east, "shop");
  await scan(0, [cve("medium")]);
  expect(await due()).toEqual({ "east/shop": [90, 90] });
  await scan(10, [cve("critical")]);
  expect(await due()).toEqual({ "east/shop": [17, 7] });
  await scan(12, [cve("low")]);
  expect(await due()).toEqual({ "east/shop": [190, 180] });
  await scan(188, [cve("high")]);
  expect(await due()).toEqual({ "east/shop": [190, 30] });
});

it("an environment has days of its own, and another version keeps the date", async () => {
  const west = await h.cluster("west");
  await h.db.pool.query("UPDATE cluster SET environment = 'staging' WHERE slug = 'west'");
  await h.db.pool.query(
    "INSERT INTO sla_policy (environment, severity, exploited, days) VALUES ('staging', 4, false, 45)",
  );
  await run(0, west, "shop");
  await scan(0, [cve("high")]);
  await scan(5, [cve("high")], null, 2);
  expect(await due()).toMatchObject({ "west/shop": [45, 45] });
});
