import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { binDirectory } from "./binaries";
import { freePort } from "./free-port";
import {
  type Credentials,
  connectionString,
  type Home,
  makeOwned,
  readCredentials,
  socketDirectory,
  writeCredentials,
} from "./home";
import { runningPostmaster } from "./postmaster";
import { serverSettings } from "./settings";

const run = promisify(execFile);

/** PostgreSQL needs nothing of the caller's environment, and reads its own variables from there. */
const environment: NodeJS.ProcessEnv = { NODE_ENV: "production", PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };

/** The sentence for what PostgreSQL printed when it would not start. */
export function startProblem(log: string, home: Pick<Home, "data" | "directory">): string {
  if (/No space left on device/.test(log)) return `no space is left on the disk for the database (${home.data})`;
  if (/incompatible with server|not compatible with this version/.test(log)) {
    return `the data in ${home.data} belongs to another version of PostgreSQL: start the Parapet it was made with, or choose another PARAPET_DATA_DIR`;
  }
  const line = log.split("\n").findLast((text) => /FATAL|PANIC|error/i.test(text));
  return `the embedded database does not start: ${line?.trim() ?? "no reason given"} (log: ${path.join(home.directory, "postgres.log")})`;
}

/** Makes the cluster under another name first, so that one whose making was interrupted is never taken for whole. */
async function initialise(home: Home, bin: string): Promise<void> {
  const half = `${home.data}.new`;
  const secret = `${home.data}.secret`;
  const password = randomBytes(24).toString("base64url");
  rmSync(half, { recursive: true, force: true });
  makeOwned(half, home.account);
  writeFileSync(secret, password, { mode: 0o600 });
  if (home.account) chownSync(secret, home.account.uid, home.account.gid);
  const args = ["-D", half, "-U", "parapet", "-A", "scram-sha-256", `--pwfile=${secret}`, "-E", "UTF8"];
  // The built-in provider sorts the same on every machine and after every upgrade of the system's C library.
  const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  try {
    await run(path.join(bin, "initdb"), [...args, ...locale], { ...home.account, cwd: "/", env: environment });
  } catch (error) {
    throw new Error(startProblem(String((error as { stderr?: string }).stderr ?? error), home));
  } finally {
    rmSync(secret, { force: true });
  }
  writeCredentials(home, { user: "parapet", password, port: await freePort() });
  renameSync(half, home.data);
}

/**
 * Waits until a server answers.
 * @param gone tells that its process has ended
 * @returns whether it answers
 */
export async function answers(credentials: Credentials, gone: () => boolean): Promise<boolean> {
  for (;;) {
    const client = new pg.Client({ connectionString: connectionString(credentials, "postgres") });
    client.on("error", () => {});
    try {
      await client.connect();
      return true;
    } catch {
      if (gone()) return false;
      await sleep(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

async function launch(home: Home, bin: string, temporary: boolean, credentials: Credentials): Promise<boolean> {
  const settings = Object.entries({
    ...serverSettings(temporary),
    port: String(credentials.port),
    // A list of paths, each between quotes.
    unix_socket_directories: credentials.socket === undefined ? "" : `"${credentials.socket.replaceAll('"', '""')}"`,
  });
  const args = ["-D", home.data, ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const log = openSync(path.join(home.directory, "postgres.log"), "w");
  let ended = false;
  try {
    // Detached, so that a Ctrl-C in the terminal does not stop it under the job in hand.
    const options = { ...home.account, cwd: "/", env: environment, detached: true };
    const child = spawn(path.join(bin, "postgres"), args, { ...options, stdio: ["ignore", log, log] });
    const end = () => {
      ended = true;
    };
    child.once("exit", end).once("error", end);
    child.unref();
  } finally {
    closeSync(log);
  }
  return answers(credentials, () => ended);
}

/**
 * Starts the server of a home, making its cluster first when there is none.
 * @throws Error with one sentence
 */
export async function startServer(home: Home, temporary: boolean, say: (line: string) => void): Promise<Credentials> {
  const bin = binDirectory(home.account, home.staging);
  if (!existsSync(path.join(home.data, "PG_VERSION"))) {
    say("Making the database …");
    await initialise(home, bin);
  }
  const stored = readCredentials(home);
  if (!stored)
    throw new Error(
      `${path.join(home.directory, "database.json")} is missing: without it the data in ${home.data} cannot be opened`,
    );
  let credentials: Credentials = { ...stored, socket: socketDirectory(home) };
  for (let attempt = 1; ; attempt++) {
    if (await launch(home, bin, temporary, credentials)) break;
    const log = readFileSync(path.join(home.directory, "postgres.log"), "utf8");
    const passing = /could not bind|could not create any TCP|shared memory block .* still in use/.test(log);
    if (!passing || attempt === 10) throw new Error(startProblem(log, home));
    await sleep(300);
    credentials = { ...credentials, port: await freePort() };
  }
  writeCredentials(home, credentials);
  if (!runningPostmaster(home.data)) throw new Error(startProblem("", home));
  return credentials;
}
