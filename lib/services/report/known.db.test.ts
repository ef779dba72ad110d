import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { openReport } from "@/lib/importers/open";
import { bytesOf } from "@/lib/importers/stream/bytes";
import { loadMemories } from "@/lib/ingest/memory";
import { forgetRules } from "@/lib/ingest/rules";
import { faults } from "@/lib/ingest/testing/compare";
import { type Random, random } from "@/lib/ingest/testing/random";
import { emptied, stateOf, unlike } from "@/lib/ingest/testing/state";
import { mergeSame } from "../rule/merge-same";
import { processReport } from "./process";
import { enqueueReport, outcome } from "./testing/send";

let database: TestDatabase;
/** Here nothing is remembered. */
let reference: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  reference = await testDatabase();
});
afterAll(() => Promise.all([database.close(), reference.close()]));

interface Entry {
  rule: number;
  package: string;
  installed: string;
  fixed: string | null;
  severity: string;
  path: string | null;
  alias: boolean;
}

interface Result {
  target: string;
  type: string;
  entries: Entry[];
}

/** What a scanner sees in an image: changed a little from scan to scan. */
interface Image {
  name: string;
  tag: string;
  digest: string | null;
  results: Result[];
}

function entry(r: Random): Entry {
  return {
    rule: r.below(12),
    package: r.pick(["openssl", "zlib", "bash", "log4j"]),
    installed: r.pick(["1.0", "1.1"]),
    fixed: r.pick([null, "1.2", "1.3"]),
    severity: r.pick(["LOW", "HIGH"]),
    path: r.pick([null, null, "app/a.jar", "app/b.jar"]),
    alias: r.chance(0.1),
  };
}

function image(r: Random, name: string): Image {
  const entries = (n: number) => Array.from({ length: n }, () => entry(r));
  return {
    name,
    tag: "1",
    digest: r.pick(["a", "b", null]),
    results: [
      { target: `${name} (debian 12)`, type: "debian", entries: entries(8) },
      { target: "Java", type: "jar", entries: entries(4) },
    ],
  };
}

function change(r: Random, of: Image): void {
  const result = r.pick(of.results);
  const { entries } = result;
  const at = r.below(Math.max(1, entries.length));
  const known = entries[at];
  const what = r.below(11);
  if (what < 2) entries.splice(at, 1);
  else if (what < 4) entries.splice(at, 0, entry(r));
  else if (what === 4 && known) known.installed = r.pick(["1.0", "1.1", "1.2"]);
  else if (what === 5 && known) known.severity = r.pick(["LOW", "MEDIUM", "CRITICAL"]);
  else if (what === 6 && known) entries.push({ ...known, path: r.pick([known.path, "app/c.jar"]) });
  else if (what === 7) result.entries = r.shuffled(entries);
  else if (what === 8) result.type = r.pick(["debian", "ubuntu", "jar"]);
  else if (what === 9) result.target = r.pick([`${of.name} (debian 12)`, `${of.name} (debian 13)`, "Java"]);
  else of.digest = r.pick(["a", "b", null]);
}

const time = (day: number) => new Date(Date.UTC(2026, 4, 1 + day)).toISOString();

function vulnerability({ rule, alias, path, ...of }: Entry): unknown {
  return {
    VulnerabilityID: alias ? `GHSA-aaaa-bbbb-${1000 + rule}` : `CVE-2026-${1000 + rule}`,
    ...(alias
      ? { VendorIDs: [`GHSA-aaaa-bbbb-${1000 + rule}`] }
      : rule % 4 === 0 && of.fixed
        ? { VendorIDs: [`GHSA-aaaa-bbbb-${1000 + rule}`] }
        : {}),
    PkgName: of.package,
    ...(path ? { PkgPath: path } : {}),
    InstalledVersion: of.installed,
    ...(of.fixed ? { FixedVersion: of.fixed, Status: "fixed" } : { Status: rule === 11 ? "not_affected" : "affected" }),
    Severity: of.severity,
    // What is said of the rule itself is the same in all: where that changed, whoever was heard last would hold.
    Title: `Weakness ${rule}`,
  };
}

function report(r: Random, { name, tag, digest, results }: Image, day: number): string {
  const repository = `registry.example.org/${name}`;
  const listed = results.map(({ target, type, entries }) => {
    const found = entries.map(vulnerability);
    const odd = r.chance(0.05);
    return {
      Target: target,
      Class: type === "jar" ? "lang-pkgs" : "os-pkgs",
      ...(odd ? {} : { Type: type }),
      Vulnerabilities: found,
      ...(odd ? { Type: type } : {}),
    };
  });
  const head = {
    SchemaVersion: 2,
    CreatedAt: time(day),
    ArtifactName: `${repository}:${tag}`,
    ArtifactType: "container_image",
    Metadata: {
      RepoTags: [`${repository}:${tag}`],
      RepoDigests: digest ? [`${repository}@sha256:${digest.repeat(64)}`] : [],
    },
  };
  const whole = r.chance(0.05) ? { Results: listed, ...head } : { ...head, Results: listed };
  return JSON.stringify(whole, null, r.chance(0.1) ? 2 : 0);
}

/** How many entries of a report would not be parsed now. */
async function recognised(text: string): Promise<number> {
  const opened = await openReport(bytesOf(text));
  const [memory] = await loadMemories(database.pool, [{ aim: opened.aim, clusterId: 1 }]);
  let known = 0;
  if (memory)
    for await (const item of opened.recall(memory.entries)) if (item.type === "known") known += item.entries.length;
  return known;
}

const digests = async ({ pool }: TestDatabase) =>
  (
    await pool.query(
      `SELECT a.key, s.class, s.profile, s.digest, s.findings FROM scope s JOIN asset a ON a.id = s.target_id ORDER BY 1, 2, 3`,
    )
  ).rows;

/** What was told of a report, but for the time that it took. */
async function told({ pool }: TestDatabase, id: string): Promise<unknown> {
  const { state, error, result } = await outcome(pool, id);
  return { state, error, result: { ...result, ms: 0 } };
}

it("leaves what reading all of it leads to, whatever changes around entries that are known", async () => {
  const seed = Number(process.env.PARAPET_SEED ?? 11);
  let known = 0;
  for (let round = 0; round < 3; round++) {
    const r = random(seed + round);
    for (const { pool } of [database, reference]) {
      await emptied(pool);
      forgetRules(pool);
      await pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One')");
    }
    const images = ["shop", "bank", "mail"].map((name) => image(r, name));
    for (let step = 0; step < 12; step++) {
      const texts = r.some(images, 0.6).map((one) => {
        for (let n = r.below(4); n > 0; n--) change(r, one);
        const late = r.chance(0.15) ? r.below(step + 1) : 0;
        return { text: report(r, one, step - late), profile: r.chance(0.05) ? { profile: "narrow" } : {} };
      });
      if (r.chance(0.1)) await database.pool.query("DELETE FROM scope_seen");
      for (const { text } of texts) known += await recognised(text);
      await reference.pool.query("UPDATE scope_seen SET marks = NULL");
      const ids: string[][] = [];
      for (const one of [database, reference]) {
        const queued: string[] = [];
        for (const { text, profile } of texts)
          queued.push(await enqueueReport(one.pool, text, { clusterId: 1, force: true, ...profile }));
        for (const id of queued) await processReport(one.pool, id);
        ids.push(queued);
        if (step % 5 === 4) await mergeSame(one.pool);
      }
      for (const [n, id] of (ids[0] ?? []).entries())
        expect([round, step, await told(database, id)]).toEqual([
          round,
          step,
          await told(reference, ids[1]?.[n] as string),
        ]);
      expect([round, step, unlike(await stateOf(database.pool), await stateOf(reference.pool))]).toEqual([
        round,
        step,
        [],
      ]);
      expect(await digests(database)).toEqual(await digests(reference));
    }
    expect(await faults(database.pool)).toEqual([]);
  }
  expect(known).toBeGreaterThan(120);
}, 240_000);
