import { spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@/lib/db/embedded/free-port";
import { tail } from "../setup/execute.mjs";
import { root } from "../setup/paths.mjs";
import { reportFile } from "./tools";

/** An instance on data of its own. */
export interface TestServer {
  url: string;
  /** Stops it as Ctrl-C would. @throws when it does not end well */
  stop(): Promise<void>;
}

/** What each says when everything is there. */
const readyLine = { demo: "The sample data is complete", start: "Parapet is at" };
const startMs = 10 * 60_000;
const stopMs = 60_000;

/** Starts `npm run demo` or `npm start` on a free port and waits until it says that it is ready. */
export async function startServer(script: "demo" | "start"): Promise<TestServer> {
  const data = mkdtempSync(path.join(tmpdir(), "parapet-e2e-"));
  const log = reportFile(`${script}.log`);
  const port = String(await freePort());
  const env = {
    ...process.env,
    PORT: port,
    HOST: "127.0.0.1",
    PARAPET_DATA_DIR: data,
    NODE_ENV: "production" as const,
  };
  const child = spawn(process.execPath, ["lib/cli/setup/start.mjs", script], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const file = createWriteStream(log);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? 1)));
  const remove = () => rmSync(data, { recursive: true, force: true });

  const ready = new Promise<void>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`The server (${script}) was not ready after ten minutes.`)),
      startMs,
    );
    child.stderr.on("data", (chunk) => {
      if (!String(chunk).includes(readyLine[script])) return;
      clearTimeout(late);
      resolve();
    });
    ended.then(() => reject(new Error(`The server (${script}) ended before it was ready.`)));
  });
  try {
    await ready;
  } catch (error) {
    child.kill("SIGTERM");
    await ended;
    remove();
    throw new Error(`${error instanceof Error ? error.message : error}\n${tail(readFileSync(log, "utf8"))}`);
  }

  const stop = async () => {
    child.kill("SIGTERM");
    const cut = setTimeout(() => child.kill("SIGKILL"), stopMs);
    const code = await ended;
    clearTimeout(cut);
    remove();
    if (code !== 0)
      throw new Error(
        `The server (${script}) ended with code ${code} when asked to stop:\n${tail(readFileSync(log, "utf8"))}`,
      );
  };
  return { url: `http://localhost:${port}`, stop };
}
