import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Workers } from "../jobs/worker-threads";

export type Ask = "start" | "pause" | "stop";
export interface Answer {
  peakBytes: number;
}

export interface ImportProcess extends Workers {
  /** Most memory that the process had resident so far, in bytes. */
  peak(): number;
}

/** Starts a process that imports, so that its memory and its use of a core are its own. */
export async function openImportProcess(env: Record<string, string> = {}): Promise<ImportProcess> {
  const child = fork(fileURLToPath(new URL("./child-main.mjs", import.meta.url)), [], {
    env: { ...process.env, ...env },
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let peak = 0;
  const answered = () =>
    new Promise<void>((resolve, reject) => {
      const hear = (answer: Answer) => {
        peak = Math.max(peak, answer.peakBytes);
        child.off("exit", end);
        resolve();
      };
      const end = (code: number | null) => {
        child.off("message", hear);
        reject(new Error(`the importing process ended (${code})`));
      };
      child.once("message", hear).once("exit", end);
    });
  const ask = async (message: Ask) => {
    const done = answered();
    child.send(message);
    await done;
  };
  await answered();
  return { start: () => ask("start"), pause: () => ask("pause"), stop: () => ask("stop"), peak: () => peak };
}
