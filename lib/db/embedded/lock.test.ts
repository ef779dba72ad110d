import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { withLock } from "./lock.mjs";

const file = () => path.join(mkdtempSync(path.join(tmpdir(), "parapet-lock-")), "a.lock");
const quiet = () => {};

test("one holder at a time, and the file is gone afterwards", async () => {
  const lock = file();
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  await Promise.all([1, 2, 3].map(() => withLock(lock, quiet, work)));
  expect(most).toBe(1);
  expect(existsSync(lock)).toBe(false);
});

test("a waiter says once that it waits", async () => {
  const lock = file();
  let told = 0;
  const first = withLock(lock, quiet, () => sleep(500));
  await withLock(
    lock,
    () => void told++,
    async () => {},
  );
  await first;
  expect(told).toBe(1);
});

test("the lock of a process that is gone is taken over", async () => {
  const lock = file();
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(lock, `${hostname()}\n${pid}\n`);
  expect(await withLock(lock, quiet, async () => "in")).toBe("in");
});

test("so is one that was not touched for a minute, on whatever machine its holder was", async () => {
  const lock = file();
  writeFileSync(lock, "another\n1\n");
  const then = new Date(Date.now() - 61_000);
  utimesSync(lock, then, then);
  expect(await withLock(lock, quiet, async () => "in")).toBe("in");
});

test("an error inside gives the lock back", async () => {
  const lock = file();
  await expect(withLock(lock, quiet, async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(lock)).toBe(false);
});
