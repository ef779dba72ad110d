import { existsSync, readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { execute, tail } from "./execute.mjs";
import { SetupProblem } from "./problem.mjs";
import { say, step } from "./say.mjs";

/** What an installation takes on disk, with room for npm's own cache of the same archives. */
const neededBytes = 2 * 1024 ** 3;

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null);

function fitsPlatform(entry) {
  const allowed = (list, value) => !list || list.includes(value) || list.some((v) => v[0] === "!" && v !== `!${value}`);
  // Whether this system's C library is glibc or musl is npm's to find out.
  return !entry.libc && allowed(entry.os, process.platform) && allowed(entry.cpu, process.arch);
}

/**
 * Names a package that the lock file asks for and node_modules lacks or has in another version.
 * @param {Record<string, any>} wanted `packages` of package-lock.json
 * @param {Record<string, any>} installed `packages` of node_modules/.package-lock.json, npm's own record
 * @param {boolean} withDev whether development dependencies are needed
 * @returns {string | null} path of the first such package; null when all is there
 */
export function missingPackage(wanted, installed, withDev) {
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "" || (entry.dev && !withDev)) continue;
    const found = installed[path];
    if (found ? found.version === entry.version : entry.optional && !(entry.os && fitsPlatform(entry))) continue;
    return path;
  }
  return null;
}

/** Turns what npm printed on failure into the one sentence that helps. */
export function installProblem(output) {
  if (/ENOSPC/.test(output))
    return "No space is left on the disk to install the dependencies. Free about 2 GB and start again.";
  if (/EACCES|EPERM|EROFS/.test(output))
    return "No permission to write node_modules or npm's cache. Start as the owner of this folder.";
  const network = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/.exec(
    output,
  );
  if (network) {
    return `The npm registry cannot be reached (${network[1]}), so the dependencies cannot be installed. Check the network, or name a mirror with: npm config set registry URL`;
  }
  return `npm could not install the dependencies:\n${tail(output)}`;
}

function npmCommand() {
  const cli = process.env.npm_execpath ?? "";
  return /npm-cli\.c?js$/.test(cli) && existsSync(cli) ? [process.execPath, [cli]] : ["npm", []];
}

function checkSpace(root) {
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  if (free >= neededBytes) return;
  throw new SetupProblem(
    `Installing the dependencies needs about 2 GB on the disk of ${root}; only ${(free / 1024 ** 3).toFixed(1)} GB is free.`,
  );
}

/**
 * Whether node_modules holds what package-lock.json says.
 * @param {string} root the clone
 * @param {boolean} withDev
 */
export function dependenciesAreThere(root, withDev) {
  const wanted = readJson(join(root, "package-lock.json"))?.packages ?? {};
  const installed = readJson(join(root, "node_modules/.package-lock.json"))?.packages;
  return installed !== undefined && missingPackage(wanted, installed, withDev) === null;
}

async function npm(root, args) {
  const [file, before] = npmCommand();
  const quiet = ["--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  return execute(file, [...before, ...args, ...quiet], { cwd: root }).catch((error) => {
    if (error.code !== "ENOENT") throw error;
    throw new SetupProblem("npm is not on the PATH. Install Node with npm, then start again.");
  });
}

/**
 * Installs what package-lock.json says. No package's install script runs: Parapet needs none, and one of them would
 * fetch files from outside the registry.
 * @param {string} root the clone
 */
export async function installDependencies(root) {
  checkSpace(root);
  await step("Installing dependencies (first start, about a minute)", async () => {
    let result = await npm(root, ["ci"]);
    if (/\bEUSAGE\b/.test(result.output)) {
      say("  package-lock.json does not fit package.json; installing without holding to it");
      result = await npm(root, ["install", "--no-save"]);
    }
    if (result.code !== 0) throw new SetupProblem(installProblem(result.output));
  });
}
