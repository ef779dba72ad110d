import type { Command } from "commander";
import { pool } from "@/lib/db/pool";
import { rebuildHistory } from "@/lib/services/posture/rebuild-history";
import { printJson, runVerb } from "../output";
import { chooseRunningDatabase } from "../server/database";

/** `db rebuild-history`, on the server's machine, against the running database. */
export function register(program: Command): void {
  program
    .command("db")
    .description("Looks after the database.")
    .command("rebuild-history")
    .description("Makes what is told of past days anew from the findings and their journal. Imports wait meanwhile.")
    .option("--json", "print {days, differed} only")
    .action((options: { json?: boolean }) => runVerb(options.json, () => rebuild(options.json ?? false)));
}

async function rebuild(json: boolean): Promise<void> {
  chooseRunningDatabase();
  const { days, differed } = await rebuildHistory(pool());
  if (json) printJson({ days, differed });
  else process.stdout.write(`${days} days made anew; ${differed} rows had said something else.\n`);
}
