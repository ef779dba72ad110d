import { runSteps } from "../checks/steps";
import { lint, types, vitest } from "../checks/tools";

/** `npm run check`: what needs no database, in under a minute. */
export function check(): Promise<number> {
  return runSteps([types, lint, vitest("Unit tests", "unit")]);
}
