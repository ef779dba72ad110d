import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Pool } from "pg";
import { afterAll, expect, it } from "vitest";
import { openHome } from "../../db/embedded/home";
import { runningPostmaster, stopPostmaster, waitForExit } from "../../db/embedded/postmaster";
import { startEmbedded } from "../../db/embedded/start";
import { migrate } from "../../db/migrate";
import { openPool } from "../../db/pool";
import { testDatabase } from "../../db/testing/database";
import { faults } from "../../ingest/testing/compare";
import { stateOf, unlike } from "../../ingest/testing/state";
import { processReport } from "./process";
import { enqueueReport } from "./testing/send";

const ROUNDS = 3;
const directory = mkdtempSync(path.join(tmpdir(), "parapet crash "));
const { data } = openHome(directory);
afterAll(async () => {
  await stopPostmaster(data);
  rmSync(directory, { recursive: true, force: true });
});

/** A scan of an image on a day. `words`: how long each of its texts is. */
function scan(image: string, day: number, words: number): string {
  return JSON.stringify({
    ...{ SchemaVersion: 2, ArtifactName: `registry.example.org/${image}:1`, ArtifactType: "container_image" },
    CreatedAt: `2026-01-0${day}T00:00:00Z`,
    Metadata: { RepoDigests: [`registry.example.org/${image}@sha256:${"ab".repeat(32)}`] },
    Results: [
      {
        ...{ Target: image, Class: "os-pkgs", Type: "debian" },
        Vulnerabilities: Array.from({ length: 60 }, (_, n) => ({
          ...{ VulnerabilityID: `CVE-2026-${n + day * 5}`, PkgName: `package-${n}`, InstalledVersion: "1.0" },
          ...{
            Severity: ["LOW", "HIGH", "CRITICAL"][n % 3],
            Title: `Something about ${n}`,
            Description: "long ".repeat(words),
          },
        })),
      },
    ],
  });
}

/** A report, and one that is too large to go with it: as long as that waits, nothing else is done. */
async function queue(pool: Pool, day: number): Promise<{ small: string; large: string }> {
  const send = (image: string, words: number) => enqueueReport(pool, scan(image, day, words), { clusterId: 1 });
  return { small: await send("small", 5), large: await send("large", 2000) };
}

const addCluster = (pool: Pool) => pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One')");

/** The server as after a failure of its machine: what it had not written down is gone. */
async function crash(pool: Pool): Promise<void> {
  const server = runningPostmaster(data);
  if (!server) throw new Error("there is no server to kill");
  const { rows } = await pool.query<{ pid: number }>("SELECT pid FROM pg_stat_activity");
  // All at once: a process that outlives the others writes down what it has as it ends.
  process.kill(server, "SIGSTOP");
  for (const { pid } of [...rows, { pid: server }]) process.kill(pid, "SIGKILL");
  await waitForExit(server, 10_000);
}

it("what a server forgets in a crash waits again, and ends where none crashed", async () => {
  const reference = await testDatabase();
  await addCluster(reference.pool);
  for (let day = 1; day <= ROUNDS; day++) {
    const { small, large } = await queue(reference.pool, day);
    await processReport(reference.pool, small);
    await processReport(reference.pool, large);
  }
  const want = await stateOf(reference.pool);
  await reference.close();

  let forgotten = 0;
  for (let day = 1; day <= ROUNDS; day++) {
    const before = openPool((await startEmbedded({ directory })).url);
    if (day === 1) {
      await migrate(before.options.connectionString as string);
      await addCluster(before);
      // So that nothing else writes down what nobody waits for.
      await before.query("ALTER SYSTEM SET wal_writer_delay = '10s'");
      await before.query("SELECT pg_reload_conf()");
    }
    const { small, large } = await queue(before, day);
    await processReport(before, small);
    await crash(before);
    await before.end().catch(() => {});

    const database = await startEmbedded({ directory });
    const after = openPool(database.url);
    const { rows } = await after.query(
      `SELECT state <> 'done' AS waits, EXISTS (SELECT 1 FROM report_chunk c WHERE c.report_id = r.id) AS kept FROM report r WHERE id = $1`,
      [small],
    );
    expect(rows[0].kept).toBe(rows[0].waits);
    if (rows[0].waits) forgotten++;
    expect(await faults(after)).toEqual([]);
    for (const id of [small, large]) await processReport(after, id);
    if (day === ROUNDS) expect(unlike(await stateOf(after), want)).toEqual([]);
    await after.end();
    await database.stop();
  }
  expect(forgotten).toBeGreaterThan(0);
}, 120_000);
