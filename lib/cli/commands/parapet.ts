import { Command, CommanderError } from "commander";

/** Adds one verb to the program. */
export type Register = (program: Command) => void;

/** Each verb lives in a file of its own, loaded only when it is called: parsing a report needs no database driver. */
const verbs: Record<string, () => Promise<{ register: Register }>> = {
  parse: () => import("./parse"),
  import: () => import("./import"),
  vex: () => import("./vex"),
  token: () => import("./token"),
  user: () => import("./user"),
  db: () => import("./db"),
  audit: () => import("./audit"),
};

/**
 * `npm run -s parapet -- VERB …`. Data goes to stdout, everything else to stderr.
 * @returns exit code: 0, or what the verb set in `process.exitCode`, or 1 for wrong usage
 */
export async function parapet(args: string[]): Promise<number> {
  const program = new Command("parapet").description("Works with a Parapet server and with reports.").exitOverride();
  const named = verbs[args[0] ?? ""];
  const loaders = named ? [named] : Object.values(verbs);
  for (const load of loaders) (await load()).register(program);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
  return Number(process.exitCode ?? 0);
}
