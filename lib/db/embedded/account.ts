import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

/** The system account PostgreSQL runs as; undefined where it runs as the caller. */
export interface Account {
  uid: number;
  gid: number;
}

function lookUp(name: string): Account | undefined {
  const id = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

/** useradd is Debian's and Red Hat's, adduser -S is BusyBox's. */
const creators: [string, string[]][] = [
  ["useradd", ["--system", "--no-create-home", "--home-dir", "/", "--shell", "/bin/false", "parapet"]],
  ["adduser", ["-S", "-D", "-H", "-h", "/", "-s", "/bin/false", "parapet"]],
];

function create(): Account | undefined {
  for (const [command, args] of creators) {
    if (spawnSync(command, args, { stdio: "ignore" }).status === 0) return lookUp("parapet");
  }
  return undefined;
}

/**
 * PostgreSQL refuses to run as root, so root lends it an account: the owner of data that is there already, else
 * `postgres`, else `parapet` (made when missing), else `nobody`.
 * @param dataDirectory the cluster's folder, which may not exist yet
 */
export function databaseAccount(dataDirectory: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(dataDirectory)) {
    const { uid, gid } = statSync(dataDirectory);
    if (uid !== 0) return { uid, gid };
  }
  const account = lookUp("postgres") ?? lookUp("parapet") ?? create() ?? lookUp("nobody");
  if (account) return account;
  throw new Error("PostgreSQL cannot run as root, and no account for it could be made: start as an ordinary user");
}

/** Whether the account can enter the folder and read what is in it, asked of the system itself. */
export function canUse(account: Account | undefined, directory: string, file = "."): boolean {
  const script = 'cd "$1" && test -r "$2"';
  const options = { ...account, cwd: "/", stdio: "ignore" as const };
  return spawnSync("/bin/sh", ["-c", script, "sh", directory, file], options).status === 0;
}
