import { existsSync } from "node:fs";
import { join } from "node:path";
import { execute, tail } from "./execute.mjs";
import { SetupProblem } from "./problem.mjs";
import { step } from "./say.mjs";
import { digest, isStamped, stamp } from "./stamp.mjs";

const inputs = ["prisma/schema.prisma", "prisma.config.ts", "node_modules/prisma/package.json"];

const stampOf = (root) => join(root, ".cache/prisma-client.stamp");

export function clientIsGenerated(root) {
  if (!existsSync(join(root, "prisma/schema.prisma"))) return true;
  return existsSync(join(root, "lib/db/generated/client.ts")) && isStamped(stampOf(root), digest(root, inputs));
}

/**
 * Writes the database client from the schema, without network: Prisma asks for its schema engine before it generates
 * but never runs it, so the name of any file that exists satisfies it.
 * @param {string} root the clone
 */
export async function generateClient(root) {
  await step("Generating the database client", async () => {
    const { code, output } = await execute(
      process.execPath,
      ["node_modules/prisma/build/index.js", "generate", "--no-hints"],
      {
        cwd: root,
        env: {
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          CHECKPOINT_DISABLE: "1",
          PRISMA_HIDE_UPDATE_MESSAGE: "1",
        },
      },
    );
    if (code !== 0) throw new SetupProblem(`The database client could not be generated:\n${tail(output)}`);
    stamp(stampOf(root), digest(root, inputs));
  });
}
