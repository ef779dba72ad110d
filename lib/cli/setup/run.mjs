import { register as addHooks } from "node:module";
import { chdir } from "node:process";
import { root } from "./paths.mjs";
import { needs, prepare } from "./prepare.mjs";
import { explain, SetupProblem } from "./problem.mjs";
import { say } from "./say.mjs";

/**
 * Sets up what is missing, then runs the command in this process.
 * @param {string | undefined} script one of `needs`
 * @param {string[]} args the rest of the command line
 */
export async function run(script, args) {
  try {
    if (!script || !Object.hasOwn(needs, script)) {
      throw new SetupProblem(`Unknown command “${script ?? ""}”. There are: ${Object.keys(needs).join(", ")}.`);
    }
    process.env.NEXT_TELEMETRY_DISABLED = "1";
    process.env.PARAPET_ROOT = root;
    chdir(root);
    await prepare(root, needs[script]);
    const { register } = await import("tsx/esm/api");
    register();
    addHooks("./resolve.mjs", import.meta.url);
    // The file names that a person typed are relative to where they stood, not to the clone.
    if (script === "parapet" && process.env.INIT_CWD) chdir(process.env.INIT_CWD);
    const { main } = await import("../main.ts");
    await main(script, args);
  } catch (error) {
    const sentence = error instanceof SetupProblem ? error.message : explain(error, "set Parapet up");
    say(sentence ?? String(error?.stack ?? error));
    // Whatever had been started before the failure must not keep the process alive.
    process.exit(1);
  }
}
