import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { type Credentials, connectionString, type Home, openHome, readCredentials } from "./home";
import { withLock } from "./lock.mjs";
import { runningPostmaster, stopPostmaster, waitForExit } from "./postmaster";
import { answers, startServer } from "./server";
import { startWatchdog } from "./watchdog";

/** A PostgreSQL that this process uses, and stops when it is the last user. */
export interface EmbeddedDatabase {
  /** Connection string, as the owner of the cluster. */
  url: string;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder that holds the database. */
  directory: string;
  /** For tests: not safe against a crash, and removed at the end. */
  temporary?: boolean;
  say?: (line: string) => void;
}

const DATABASE = "parapet";

/** The server that another process runs on this home, once it answers; a dying or dumb one is seen to its end. */
async function running(home: Home): Promise<Credentials | undefined> {
  const pid = runningPostmaster(home.data);
  const credentials = readCredentials(home);
  if (!pid) return undefined;
  const end = Date.now() + 60_000;
  const gone = () => !runningPostmaster(home.data) || Date.now() > end;
  if (credentials && (await answers(credentials, gone))) return credentials;
  await stopPostmaster(home.data);
  await waitForExit(pid, 10_000);
  return undefined;
}

async function createDatabase(credentials: Credentials): Promise<void> {
  const client = new pg.Client({ connectionString: connectionString(credentials, "postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/**
 * Starts the PostgreSQL of a folder, or joins the one that another process already runs there. Whoever uses it last
 * stops it; if that one is killed, its watchdog does.
 * @throws Error with one sentence that says what is in the way
 */
export async function startEmbedded({
  directory,
  temporary = false,
  say = () => {},
}: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const home = openHome(path.resolve(directory));
  const users = path.join(home.directory, "users");
  const user = path.join(users, String(process.pid));
  const locked = <T>(work: () => Promise<T>) => withLock(path.join(home.directory, "database.lock"), () => {}, work);

  const { credentials, watchdog } = await locked(async () => {
    let found = await running(home);
    // Without a server nobody can be using it: these are of processes that were killed.
    if (!found) for (const name of readdirSync(users)) rmSync(path.join(users, name), { force: true });
    writeFileSync(user, "");
    const shell = startWatchdog(home, temporary);
    found ??= await startServer(home, temporary, say);
    await createDatabase(found);
    return { credentials: found, watchdog: shell };
  });

  const stop = () =>
    locked(async () => {
      rmSync(user, { force: true });
      const others = readdirSync(users).some((name) => isRunning(Number(name)));
      if (!others) await stopPostmaster(home.data);
      watchdog.kill("SIGKILL");
    }).then(() => {
      if (temporary && existsSync(home.directory)) rmSync(home.directory, { recursive: true, force: true });
    });
  return { url: connectionString(credentials, DATABASE), stop };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Connection string of the database that is running in a folder right now, or null.
 * @param directory as given to `startEmbedded`
 */
export function runningEmbedded(directory: string): string | null {
  const credentials = readCredentials({ directory });
  if (!credentials || !existsSync(path.join(directory, "users"))) return null;
  const used = readdirSync(path.join(directory, "users")).some((name) => isRunning(Number(name)));
  return used ? connectionString(credentials, DATABASE) : null;
}
