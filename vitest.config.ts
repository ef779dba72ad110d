import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

/** `unit` needs nothing but Node; `db` gets a real PostgreSQL from its global set-up. */
export default defineConfig({
  resolve: { alias: { "@": root } },
  test: {
    setupFiles: ["./lib/cli/checks/seed.setup.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // A loaded machine is no failure.
          testTimeout: 30_000,
          include: ["{lib,prisma,components,app}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.db.test.ts"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["{lib,prisma}/**/*.db.test.ts"],
          globalSetup: ["./lib/db/testing/global.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
