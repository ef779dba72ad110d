import type { Command } from "commander";
import { systemActor } from "@/lib/authz/actor";
import { invalid } from "@/lib/authz/refusal";
import { sealAudit } from "@/lib/services/audit/seal";
import { type KnownHead, verifyAudit } from "@/lib/services/audit/verify";
import { printJson, runVerb } from "../output";
import { chooseRunningDatabase } from "../server/database";

interface Options {
  head?: string;
  json?: boolean;
}

/** `audit verify`, `audit seal`, on the server's machine, against the running database. */
export function register(program: Command): void {
  const audit = program.command("audit").description("Looks after the audit log.");
  audit
    .command("verify")
    .description("Proves that no entry was changed, removed, added or moved; exit code 1 where one was.")
    .option("--head <entries:hash>", "an earlier end of the log, as this command printed it: it has to be in it still")
    .option("--json", "print {entries, head, faults} only")
    .action((options: Options) => runVerb(options.json, () => verify(options)));
  audit
    .command("seal")
    .description("Seals a log that was begun before there were seals, or with another PARAPET_AUDIT_KEY.")
    .option("--json", "print {entries} only")
    .action((options: Options) => runVerb(options.json, () => seal(options)));
}

async function verify({ head, json }: Options): Promise<void> {
  const known = head === undefined ? undefined : knownHead(head);
  chooseRunningDatabase();
  const verdict = await verifyAudit(known);
  const end = verdict.head ? `${verdict.entries}:${verdict.head}` : null;
  if (json) printJson({ entries: verdict.entries, head: end, faults: verdict.faults });
  else for (const { text } of verdict.faults) process.stdout.write(`${text}\n`);
  if (verdict.faults.length > 0) process.exitCode = 1;
  else if (!json) {
    process.stdout.write(`All ${verdict.entries} entries are what was written.\n`);
    if (end) process.stdout.write(`Keep this elsewhere, to hold the log against it later: --head ${end}\n`);
  }
}

function knownHead(text: string): KnownHead {
  const [, entries, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!entries || !hash) throw invalid("--head: expected ENTRIES:HASH, as this command printed it.");
  return { entries: Number(entries), hash };
}

async function seal({ json }: Options): Promise<void> {
  chooseRunningDatabase();
  const { entries } = await sealAudit(systemActor("command line"));
  if (json) printJson({ entries });
  else process.stdout.write(`Sealed at ${entries} entries.\n`);
}
