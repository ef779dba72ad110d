import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { presences } from "../domain/vocabulary";
import { forgetRules } from "./rules";
import { faults } from "./testing/compare";
import { assetOf, imageRef } from "./testing/driver";
import { type Harness, harness } from "./testing/harness";
import { configuration, prepared, report, type Saying } from "./testing/items";
import { emptied } from "./testing/state";

let h: Harness;
let cluster: { id: number; slug: string };
beforeAll(async () => {
  h = await harness();
});
afterAll(() => h.close());
beforeEach(async () => {
  await emptied(h.db.pool);
  forgetRules(h.db.pool);
  cluster = await h.cluster("east");
});

const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();
const version = (n: number) => imageRef(assetOf("docker.io/acme/a", n));

async function runs(on: number, n: number): Promise<void> {
  const workload = { item: "workload" as const, namespace: "shop", workloadKind: "Deployment", name: "web" };
  const rest = { labels: {}, podLabels: {}, running: true, serviceAccount: null };
  const images = [{ container: "c", image: version(n), init: false }];
  const items = [{ type: "inventory" as const, ...workload, ...rest, images }];
  await h.merge([prepared(await configuration(items), cluster, day(on), h.nextReport())]);
}

async function scan(on: number, n: number, rules: string[], how: Partial<Saying> = {}): Promise<void> {
  const says = rules.map((rule) => ({ rule }));
  await h.merge([prepared(await report([{ target: version(n), says, ...how }]), null, day(on), h.nextReport())]);
}

/** `RULE` awaits scan, is there, or how it went. */
async function findings(): Promise<string[]> {
  const { rows } = await h.db.pool.query(
    "SELECT r.code, f.presence, f.awaiting FROM finding f JOIN rule r ON r.id = f.rule_id ORDER BY r.code",
  );
  expect(await faults(h.db.pool)).toEqual([]);
  return rows.map(({ code, presence, awaiting }) => `${code} ${awaiting ? "awaiting" : presences.word(presence)}`);
}

it("what a narrowed run did not look for in the new version awaits a whole one, of whichever tool", async () => {
  await runs(1, 1);
  await scan(2, 1, ["V", "W"]);
  await runs(3, 2);
  await scan(4, 2, ["W"], { profile: "only-fixed" });
  expect(await findings()).toEqual(["V awaiting", "W present"]);
  await scan(5, 2, ["W"], { tool: "grype", complete: false });
  expect(await findings()).toEqual(["V awaiting", "W present"]);
  await scan(6, 2, ["W"], { tool: "grype" });
  expect(await findings()).toEqual(["V replaced", "W present"]);
});

it("a run narrowed alike looked for what such a run found before", async () => {
  await runs(1, 1);
  await scan(2, 1, ["V", "W"], { profile: "only-fixed" });
  await scan(2, 1, ["U"]);
  await runs(3, 2);
  await scan(4, 2, ["W"], { profile: "only-fixed", tool: "grype" });
  expect(await findings()).toEqual(["U awaiting", "V awaiting", "W present"]);
  await scan(5, 2, ["W"], { profile: "only-fixed" });
  expect(await findings()).toEqual(["U awaiting", "V replaced", "W present"]);
});

it("a report that lists its checks looked at those, and each adds to what was looked at", async () => {
  await runs(1, 1);
  await scan(2, 1, ["U", "V", "W"]);
  await runs(3, 2);
  await scan(4, 2, [], { assessed: ["U"] });
  expect(await findings()).toEqual(["U replaced", "V awaiting", "W awaiting"]);
  await scan(5, 2, ["W"], { assessed: ["U", "V"] });
  expect(await findings()).toEqual(["U replaced", "V replaced", "W present"]);
  await runs(6, 3);
  await scan(7, 3, [], { assessed: ["V"] });
  expect(await findings()).toEqual(["U replaced", "V replaced", "W awaiting"]);
  await scan(8, 3, []);
  expect(await findings()).toEqual(["U replaced", "V replaced", "W replaced"]);
});
