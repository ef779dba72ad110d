import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHome } from "./home";
import { runningPostmaster, stopPostmaster, waitForExit } from "./postmaster";
import { runningEmbedded, startEmbedded } from "./start";

// The spaces are part of the test.
const directory = mkdtempSync(path.join(tmpdir(), "parapet test "));
let data: string;

beforeAll(() => {
  data = openHome(directory).data;
});

afterAll(async () => {
  await stopPostmaster(data);
  rmSync(directory, { recursive: true, force: true });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that uses the database until it is killed. */
async function otherUser(): Promise<ChildProcess> {
  const script = `
    const { startEmbedded } = await import("./lib/db/embedded/start.ts");
    await startEmbedded({ directory: process.argv[1] });
    console.log("ready");
    setInterval(() => {}, 1000);`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script, directory];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

test("what is stored outlives a stop, and nobody is told of a database that does not run", async () => {
  const first = await startEmbedded({ directory });
  await ask(first.url, "CREATE TABLE kept AS SELECT 1 AS id");
  expect(runningEmbedded(directory)).toBe(first.url);
  await first.stop();
  expect(runningEmbedded(directory)).toBeNull();
  expect(runningPostmaster(data)).toBeUndefined();

  const second = await startEmbedded({ directory });
  expect(await ask(second.url, "SELECT id FROM kept")).toEqual([{ id: 1 }]);
  await second.stop();
});

test("the last user stops it, however the others ended", async () => {
  const other = await otherUser();
  const postmaster = runningPostmaster(data);
  const joined = await startEmbedded({ directory });
  expect(runningPostmaster(data)).toBe(postmaster);
  other.kill("SIGKILL");
  await once(other, "exit");
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await ask(joined.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await joined.stop();
  expect(runningPostmaster(data)).toBeUndefined();
});

test("when the only user is killed, its watchdog stops the server", async () => {
  const other = await otherUser();
  const postmaster = runningPostmaster(data) ?? 0;
  expect(postmaster).toBeGreaterThan(0);
  other.kill("SIGKILL");
  expect(await waitForExit(postmaster, 20_000)).toBe(true);
});

test("a process id left by a killed server, which belongs to another program by now, is no obstacle", async () => {
  writeFileSync(path.join(data, "postmaster.pid"), `${process.pid}\n${data}\n`);
  const database = await startEmbedded({ directory });
  expect(await ask(database.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await database.stop();
});
