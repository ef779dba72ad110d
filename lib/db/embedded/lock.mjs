import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const heartbeatMs = 5_000;
/** The holder touches its file every 5 s; one that missed this many is gone, whatever its process id says. */
const staleMs = 60_000;

function holderIsGone(path) {
  try {
    const [host, pid] = readFileSync(path, "utf8").split("\n");
    if (Date.now() - statSync(path).mtimeMs > staleMs) return true;
    if (host !== hostname() || !pid) return false;
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

function tryTake(path) {
  try {
    writeFileSync(path, `${hostname()}\n${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
}

/** Moves a dead holder's file aside. Only one of several waiters can win the rename. */
function breakLock(path) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

/**
 * Runs `work` while holding a lock file, so that two commands started at once set up the clone one after the other.
 * @template T
 * @param {string} path of the lock file
 * @param {() => void} onWait called once when another process holds the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, onWait, work) {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  while (!tryTake(path)) {
    if (holderIsGone(path)) {
      breakLock(path);
      continue;
    }
    if (!told) onWait();
    told = true;
    await sleep(200);
  }
  const release = () => rmSync(path, { force: true });
  const beat = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      // The file was removed by hand; the work goes on.
    }
  }, heartbeatMs);
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off("exit", release);
    release();
  }
}
