import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Account, canUse, databaseAccount } from "./account";

/** Where root keeps what the database's account has to reach, when it cannot reach the clone. */
const SHARED = "/var/lib/parapet";

/** How to reach a cluster; kept in `database.json`, readable by the owner only. */
export interface Credentials {
  user: string;
  password: string;
  port: number;
  /** Folder of its socket; left out: it is reached by its port alone. */
  socket?: string;
}

/** The folders of one embedded database. */
export interface Home {
  /** Holds credentials, log and users; belongs to the caller. */
  directory: string;
  /** PostgreSQL's data directory; inside `directory`, or below /var/lib/parapet where its account cannot reach that. */
  data: string;
  /** Where a copy of the binaries goes when the installed ones are out of the account's reach. */
  staging: string;
  account: Account | undefined;
}

/** A name for data kept elsewhere that lives and dies with the clone, so a new clone never finds an old one's data. */
function elsewhere(directory: string): string {
  const pointer = path.join(directory, "data-elsewhere");
  if (!existsSync(pointer)) writeFileSync(pointer, `${path.join(SHARED, randomBytes(6).toString("hex"))}\n`);
  return readFileSync(pointer, "utf8").trim();
}

/** Makes the folders of the database kept in `directory`. */
export function openHome(directory: string): Home {
  mkdirSync(path.join(directory, "users"), { recursive: true });
  const inside = path.join(directory, "postgres");
  const account = databaseAccount(inside);
  if (!account) return { directory, data: inside, staging: directory, account };
  chmodSync(directory, 0o755);
  if (canUse(account, directory)) return { directory, data: inside, staging: SHARED, account };

  const parent = elsewhere(directory);
  mkdirSync(parent, { recursive: true });
  chmodSync(SHARED, 0o755);
  chmodSync(parent, 0o755);
  writeFileSync(path.join(parent, "origin"), `${directory}\n`);
  const data = path.join(parent, "postgres");
  return { directory, data, staging: SHARED, account: databaseAccount(data) };
}

/** Gives a folder that `initdb` fills to the account; PostgreSQL insists on mode 0700. */
export function makeOwned(directory: string, account: Account | undefined): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (account) chownSync(directory, account.uid, account.gid);
}

export function readCredentials(home: Pick<Home, "directory">): Credentials | undefined {
  const file = path.join(home.directory, "database.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Credentials) : undefined;
}

export function writeCredentials(home: Home, credentials: Credentials): void {
  writeFileSync(path.join(home.directory, "database.json"), JSON.stringify(credentials), { mode: 0o600 });
}

/** The longest path that the address of a socket has room for, on the least generous system. */
const LONGEST_PATH = 103;

/**
 * Where the socket of a database is: in its data directory, which nobody else may enter. undefined where there is none:
 * on Windows, and where its path would be too long.
 */
export function socketDirectory({ data }: Pick<Home, "data">): string | undefined {
  const file = path.join(data, ".s.PGSQL.65535");
  return process.platform === "win32" || Buffer.byteLength(file) > LONGEST_PATH ? undefined : data;
}

/** @returns a connection string; embedded databases listen on loopback, and on a socket, which costs both sides less. */
export function connectionString({ user, password, port, socket }: Credentials, database: string): string {
  const query = socket === undefined ? "" : `?host=${encodeURIComponent(socket)}`;
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}${query}`;
}
