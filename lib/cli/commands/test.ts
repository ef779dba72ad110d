import { e2e } from "../checks/e2e";
import { runSteps } from "../checks/steps";
import { build, lint, types, vitest } from "../checks/tools";

/** `npm test`: everything. Tests make their own databases; one that the caller has set is never touched. */
export function test(): Promise<number> {
  delete process.env.DATABASE_URL;
  return runSteps([types, lint, vitest("Unit tests", "unit"), vitest("Database tests", "db"), build, e2e]);
}
