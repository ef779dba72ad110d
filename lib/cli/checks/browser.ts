import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { execute } from "../setup/execute.mjs";
import { root } from "../setup/paths.mjs";
import { SetupProblem } from "../setup/problem.mjs";
import { step } from "../setup/say.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
}

function present(): string | undefined {
  const downloaded = chromium.executablePath();
  return onPath() ?? (existsSync(downloaded) ? downloaded : undefined);
}

const canUseApt = () =>
  process.getuid?.() === 0 && spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;

async function installWithApt(): Promise<void> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await execute("apt-get", ["update", "-q"], { cwd: "/", env });
  await execute("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], { cwd: "/", env });
}

async function installWithPlaywright(): Promise<void> {
  await execute("node_modules/.bin/playwright", ["install", "chromium"], { cwd: root });
}

/**
 * A Chromium for the browser tests: CHROMIUM_PATH, one that is there, else one that is installed now.
 * @throws SetupProblem when none can be had
 */
export async function findBrowser(): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given && !isExecutable(given)) throw new SetupProblem(`CHROMIUM_PATH names ${given}, which is no program.`);
  const found = given ?? present();
  if (found) return found;
  const installers = canUseApt() ? [installWithApt, installWithPlaywright] : [installWithPlaywright];
  for (const install of installers) {
    await step("Installing Chromium for the browser tests (once)", install);
    const installed = present();
    if (installed) return installed;
  }
  throw new SetupProblem("No Chromium is there and none could be installed: install one and name it in CHROMIUM_PATH.");
}
