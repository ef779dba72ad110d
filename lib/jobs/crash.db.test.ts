import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../db/testing/database";
import { faults } from "../ingest/testing/compare";
import { random } from "../ingest/testing/random";
import { stateOf, unlike } from "../ingest/testing/state";
import { processReport } from "../services/report/process";
import { enqueueReport } from "../services/report/testing/send";

/** For the whole proof PARAPET_CRASH_FINDINGS=20000 PARAPET_CRASH_KILLS=10; less keeps the suite short. */
const FINDINGS = Number(process.env.PARAPET_CRASH_FINDINGS ?? 3_000);
const KILLS = Number(process.env.PARAPET_CRASH_KILLS ?? 5);

let database: TestDatabase;
let reference: TestDatabase;
beforeAll(async () => {
  reference = await testDatabase();
  database = await testDatabase();
});
afterAll(() => Promise.all([database.close(), reference.close()]));

/** A scan of one image; `skip` of its packages are no longer there, others are new. */
function scan(skip: number): string {
  const packages = Array.from({ length: FINDINGS / 10 }, (_, n) => n + skip);
  return JSON.stringify({
    ...{ SchemaVersion: 2, ArtifactName: "registry.example.org/big:1", ArtifactType: "container_image" },
    CreatedAt: `2026-01-0${1 + skip / 100}T00:00:00Z`,
    Metadata: {
      RepoTags: ["registry.example.org/big:1"],
      RepoDigests: [`registry.example.org/big@sha256:${"ab".repeat(32)}`],
    },
    Results: [
      {
        ...{ Target: "big", Class: "os-pkgs", Type: "debian" },
        Vulnerabilities: packages.flatMap((n) =>
          Array.from({ length: 10 }, (_, m) => ({
            ...{ VulnerabilityID: `CVE-2026-${n * 10 + m}`, PkgName: `package-${n}`, InstalledVersion: "1.0" },
            ...{
              Severity: ["LOW", "HIGH", "CRITICAL"][m % 3],
              Title: `Something about ${n}`,
              Description: "long ".repeat(60),
            },
          })),
        ),
      },
    ],
  });
}

const scans = [scan(0), scan(100), scan(200)];

async function queue({ pool }: TestDatabase): Promise<string[]> {
  await pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One')");
  const ids: string[] = [];
  for (const text of scans) ids.push(await enqueueReport(pool, text, { clusterId: 1, force: true }));
  return ids;
}

const waiting = async () =>
  (await database.pool.query("SELECT count(*)::int AS n FROM report WHERE state NOT IN ('done', 'failed')")).rows[0]
    .n as number;

function startWorker(): Promise<ChildProcess> {
  const env = { ...process.env, DATABASE_URL: database.url };
  const child = spawn(process.execPath, ["--import", "tsx", "lib/jobs/testing/worker.ts"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", () => resolve(child));
    child.once("exit", (code) => reject(new Error(`the worker ended (${code})`)));
  });
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

it("a worker killed at any point leaves nothing half done, and the next one ends where none was killed", async () => {
  const started = performance.now();
  for (const id of await queue(reference)) await processReport(reference.pool, id);
  const each = (performance.now() - started) / scans.length;
  // A killed report may follow a later one of its scope: what was closed in between then never opens.
  const want = await stateOf(reference.pool, { loose: true });

  await queue(database);
  const r = random(Number(process.env.PARAPET_CRASH_SEED ?? 1));
  let inTheMiddle = 0;
  for (let n = 0; n < KILLS && (await waiting()) > 0; n++) {
    const child = await startWorker();
    await wait(r.next() * each * 1.2);
    const { rows } = await database.pool.query("SELECT count(*)::int AS n FROM report WHERE state = 'processing'");
    await kill(child);
    if (rows[0].n > 0) inTheMiddle++;
    expect(await faults(database.pool)).toEqual([]);
    const { rows: halves } = await database.pool.query(
      `SELECT id FROM report r WHERE (state = 'done') <> NOT EXISTS (SELECT 1 FROM report_chunk c WHERE c.report_id = r.id)`,
    );
    expect(halves).toEqual([]);
  }
  expect(inTheMiddle).toBeGreaterThan(0);

  const last = await startWorker();
  for (let n = 0; n < 600 && (await waiting()) > 0; n++) await wait(100);
  await kill(last);
  expect(await waiting()).toBe(0);
  expect(await faults(database.pool)).toEqual([]);
  expect(unlike(await stateOf(database.pool, { loose: true }), want)).toEqual([]);
}, 240_000);
