import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execute, tail } from "./execute.mjs";
import { SetupProblem } from "./problem.mjs";
import { step } from "./say.mjs";
import { digest, isStamped, stamp } from "./stamp.mjs";

/** Everything that the pages are built from. */
const inputs = [
  "app",
  "components",
  "lib",
  "prisma/schema.prisma",
  "proxy.ts",
  "instrumentation.ts",
  "package-lock.json",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
];

const notBuilt = /(\.test\.tsx?|\.md)$|[\\/]lib[\\/](cli|bench|db[\\/](generated|testing)|importers[\\/]samples)$/;

// Inside .next, so that removing the build removes the claim that it is current.
const stampOf = (root) => join(root, ".next/parapet.stamp");

const sources = (root) => digest(root, inputs, (path) => !notBuilt.test(path));

export function pagesAreBuilt(root) {
  return existsSync(join(root, ".next/BUILD_ID")) && isStamped(stampOf(root), sources(root));
}

/**
 * Builds the pages for production.
 * @param {string} root the clone
 */
export async function buildPages(root) {
  await step("Building the pages (about half a minute)", async () => {
    const before = sources(root);
    rmSync(stampOf(root), { force: true });
    const { code, output } = await execute(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
      cwd: root,
      env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" },
    });
    if (code !== 0) {
      const space = /ENOSPC/.test(output) ? "No space is left on the disk to build the pages." : null;
      throw new SetupProblem(space ?? `The pages could not be built:\n${tail(output, 40)}`);
    }
    stamp(stampOf(root), before);
  });
}
