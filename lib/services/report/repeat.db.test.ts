import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { forgetRules } from "@/lib/ingest/rules";
import { faults } from "@/lib/ingest/testing/compare";
import { random } from "@/lib/ingest/testing/random";
import { emptied, stateOf, unlike, writtenMark } from "@/lib/ingest/testing/state";
import { metrics } from "@/lib/telemetry/metrics";
import { processReport } from "./process";
import { enqueueReport, outcome, send } from "./testing/send";

let database: TestDatabase;
let reference: TestDatabase;
beforeAll(async () => {
  [database, reference] = await Promise.all([testDatabase(), testDatabase()]);
});
beforeEach(async () => {
  for (const { pool } of [database, reference]) {
    await emptied(pool);
    forgetRules(pool);
    await pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One'), (2, 'two', 'Two')");
  }
});
afterAll(async () => {
  await database.close();
  await reference.close();
});

const time = (day: number) => new Date(Date.UTC(2026, 0, 1) + day * 86_400_000).toISOString();

interface Scan {
  day: number;
  tag?: string;
  digest?: string;
  flaws?: number[];
  id?: string;
}

/** What Trivy prints of an image; every run states its time and gives the report an id of its own. */
function scan({ day, tag = "1", digest = "a", flaws = [1, 2], id = `${day}` }: Scan): string {
  const repository = "registry.example.org/shop/app";
  return JSON.stringify({
    ...{ SchemaVersion: 2, ReportID: id, CreatedAt: time(day), ArtifactName: `${repository}:${tag}` },
    ArtifactType: "container_image",
    Metadata: { RepoTags: [`${repository}:${tag}`], RepoDigests: [`${repository}@sha256:${digest.repeat(64)}`] },
    Results: [
      {
        ...{ Target: "app", Class: "os-pkgs", Type: "debian" },
        Vulnerabilities: flaws.map((n) => ({
          ...{ VulnerabilityID: `CVE-2026-${1000 + n}`, PkgName: `lib${n}`, InstalledVersion: "1", Severity: "HIGH" },
          CreatedAt: "is not the report's",
        })),
      },
    ],
  });
}

/** A configuration of the cluster in which a Deployment runs the image. */
const runs = (tag: string, digest: string) =>
  JSON.stringify({
    ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" } },
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: {
          containers: [{ name: "web", image: `registry.example.org/shop/app:${tag}@sha256:${digest.repeat(64)}` }],
        },
      },
    },
  });

/** Merges so far in this process: what repeats another report makes none. */
async function merges(): Promise<number> {
  const { values } = await metrics().mergeSeconds.get();
  return values.find(({ metricName }) => metricName?.endsWith("_count"))?.value ?? 0;
}

const input = { clusterId: 1 };
const give = async (text: string) => {
  const sent = await send(database.pool, text, input);
  expect([sent.state, sent.error]).toEqual(["done", null]);
  return sent;
};
const scopes = async () =>
  (
    await database.pool.query(
      "SELECT observed_at AS seen, complete_at AS complete, report_id::text AS report FROM scope",
    )
  ).rows;

it("the same content at a later time moves freshness and writes no detection or finding", async () => {
  await give(scan({ day: 1 }));
  const before = await writtenMark(database.pool);
  const again = await give(scan({ day: 3 }));
  expect(again.result).toMatchObject({ raw: 2, findings: 2, created: 0, updated: 0, closed: 0, unchanged: 2 });
  expect(again.result?.detections).toEqual({ new: 0, changed: 0, gone: 0, same: 2 });
  expect(await writtenMark(database.pool)).toBe(before);
  expect(await scopes()).toEqual([{ seen: new Date(time(3)), complete: new Date(time(3)), report: again.id }]);
  const { rows } = await database.pool.query("SELECT observed_at, dated FROM report WHERE id = $1", [again.id]);
  expect(rows).toEqual([{ observed_at: new Date(time(3)), dated: true }]);
});

it("an older scan of the same content does not take freshness back", async () => {
  await give(scan({ day: 3 }));
  await give(scan({ day: 1 }));
  expect((await scopes())[0]).toMatchObject({ seen: new Date(time(3)) });
  expect(await faults(database.pool)).toEqual([]);
});

it("a tag that went to another version is given back by a newer scan of the old one", async () => {
  await give(scan({ day: 1, tag: "latest", digest: "a" }));
  await give(scan({ day: 2, tag: "latest", digest: "b" }));
  await give(scan({ day: 3, tag: "latest", digest: "a" }));
  const { rows } = await database.pool.query(
    "SELECT d.key FROM asset_alias t JOIN asset_alias d ON d.asset_id = t.asset_id WHERE t.key LIKE '%:latest' AND d.key LIKE '%@%'",
  );
  expect(rows).toEqual([{ key: `image/registry.example.org/shop/app@sha256:${"a".repeat(64)}` }]);
});

/** So that everything is read: nothing repeats a content that is its own. */
const forget = () => reference.pool.query("UPDATE report SET content_digest = id::text");

it("scans, repeated or not, in any order, lead to what reading each of them leads to", async () => {
  const r = random(Number(process.env.PARAPET_SEED ?? 7));
  const pick = <T>(of: readonly T[]): T => of[Math.floor(r.next() * of.length)] as T;
  let repeated = 0;
  for (let round = 0; round < 2; round++) {
    for (const { pool } of [database, reference]) {
      await emptied(pool);
      forgetRules(pool);
      await pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One'), (2, 'two', 'Two')");
    }
    for (let step = 0; step < 16; step++) {
      const day = step + Math.floor(r.next() * 3);
      const inventory = r.next() < 0.15;
      const text = inventory
        ? runs(pick(["1", "2"]), pick(["a", "b"]))
        : scan({
            day,
            tag: pick(["1", "2"]),
            digest: pick(["a", "b"]),
            flaws: pick([
              [1, 2],
              [1, 2],
              [2, 3],
            ]),
          });
      const options = { clusterId: pick([1, 1, 2]), ...(inventory ? { observedAt: time(day) } : {}) };
      const before = await merges();
      const id = await enqueueReport(database.pool, text, options);
      await processReport(database.pool, id);
      if ((await merges()) === before) repeated++;
      await forget();
      const other = await enqueueReport(reference.pool, text, options);
      await reference.pool.query("UPDATE report SET digest = id::text, content_digest = id::text WHERE id = $1", [
        other,
      ]);
      await processReport(reference.pool, other);
      expect((await outcome(database.pool, id)).state).toBe((await outcome(reference.pool, other)).state);
      expect(unlike(await stateOf(database.pool), await stateOf(reference.pool))).toEqual([]);
    }
    expect(await faults(database.pool)).toEqual([]);
  }
  expect(repeated).toBeGreaterThan(2);
}, 120_000);
