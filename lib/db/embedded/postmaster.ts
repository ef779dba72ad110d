import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

function commandOf(pid: number): string {
  try {
    if (existsSync("/proc/self/cmdline")) return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/**
 * Process id of the server that runs on a data directory. A `postmaster.pid` left by a killed server, whose number may
 * belong to another program by now, is removed: PostgreSQL would refuse to start because of it.
 */
export function runningPostmaster(data: string): number | undefined {
  const file = path.join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (pid > 0 && isAlive(pid) && commandOf(pid).includes(data)) return pid;
  rmSync(file, { force: true });
  return undefined;
}

/** Waits until the process is gone. @returns false when it is still there after `ms` */
export async function waitForExit(pid: number, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; isAlive(pid); ) {
    if (Date.now() > end) return false;
    await sleep(50);
  }
  return true;
}

/** Stops a server: first by ending its sessions, then, if it does not answer, at once (it recovers at the next start). */
export async function stopPostmaster(data: string): Promise<void> {
  const pid = runningPostmaster(data);
  if (!pid) return;
  for (const [signal, ms] of [
    ["SIGINT", 60_000],
    ["SIGQUIT", 10_000],
    ["SIGKILL", 10_000],
  ] as const) {
    if (isAlive(pid)) process.kill(pid, signal);
    if (await waitForExit(pid, ms)) return;
  }
}
