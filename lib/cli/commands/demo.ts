import { type DemoPerson, fillDemo, openDemo } from "@/prisma/demo/main";
import { addressFrom } from "../server/address";
import { runServer } from "../server/run";
import { SetupProblem } from "../setup/problem.mjs";
import { say, step } from "../setup/say.mjs";

/** A part of the sample data, for tests: PARAPET_DEMO_DAYS of 90, PARAPET_DEMO_CLUSTERS by slug. */
function sliceFrom({ PARAPET_DEMO_DAYS: days, PARAPET_DEMO_CLUSTERS: clusters }: NodeJS.ProcessEnv) {
  return {
    ...(days ? { from: Math.max(0, Number.parseInt(days, 10) - 1) } : {}),
    ...(clusters ? { clusters: clusters.split(",") } : {}),
  };
}

/** `npm run demo`: the same with sample data, which is made once and kept. Sign-in works while it comes in. */
export function demo(): Promise<number> {
  if (process.env.DATABASE_URL) {
    throw new SetupProblem(
      "The demo keeps its sample data in a database of its own: unset DATABASE_URL, or use npm start.",
    );
  }
  const address = addressFrom(process.env, true);
  let people: DemoPerson[] = [];
  // Before the first page is served: until then it would be the one that makes the first administrator.
  const prepare = async () => {
    people = await step("Preparing the demo company", openDemo);
  };
  const ready = async (url: string) => {
    const width = (key: "email" | "password") => Math.max(...people.map((person) => person[key].length));
    say(`\nParapet is at ${url} (Ctrl-C stops it). Sign in as:\n`);
    for (const { email, password, sees } of people) {
      say(`  ${email.padEnd(width("email"))}  ${password.padEnd(width("password"))}  ${sees}`);
    }
    say("");
    const start = Date.now();
    if (await fillDemo({ say, ...sliceFrom(process.env) }))
      say(`The sample data is complete, after ${Math.round((Date.now() - start) / 1000)} s.`);
  };
  return runServer({ instance: "demo", address, command: "npm run demo", prepare, ready });
}
