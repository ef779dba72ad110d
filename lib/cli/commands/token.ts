import type { Command } from "commander";
import { systemActor } from "@/lib/authz/actor";
import { invalid } from "@/lib/authz/refusal";
import { TokenCreate } from "@/lib/client/contract/admin";
import { createToken } from "@/lib/services/token/create";
import { listTokens } from "@/lib/services/token/list";
import { revokeToken } from "@/lib/services/token/revoke";
import { checked, printJson, runVerb } from "../output";
import { chooseRunningDatabase } from "../server/database";

interface CreateOptions {
  cluster?: string;
  team?: string;
  read?: boolean;
  name?: string;
  days?: string;
  json?: boolean;
}

const actor = systemActor("command line");

/** `token create|list|revoke`, on the server's machine, against the running database. */
export function register(program: Command): void {
  const token = program.command("token").description("Makes and ends API tokens.");
  token
    .command("create")
    .description(
      "Makes a token and prints it once: --cluster or --team for one that imports, --read for one that reads.",
    )
    .option("--cluster <slug>", "it may only import, only for this cluster, which is made if it is not there")
    .option("--read", "it reads as security does, or as the team's members with --team")
    .option(
      "--team <slug>",
      "it may only import, only for images and repositories that the team owns; narrows --read to the team",
    )
    .option("--name <name>", "what it is for")
    .option("--days <days>", "days until it ends", "365")
    .option("--json", "print {token} only")
    .action((options: CreateOptions) => runVerb(options.json, () => create(options)));
  token
    .command("list")
    .description("Lists tokens without their secret.")
    .option("--json", "one JSON object a line")
    .action((options: { json?: boolean }) => runVerb(options.json, () => list(options.json)));
  token
    .command("revoke <id>")
    .description("Ends a token at once.")
    .option("--json", "print {revoked} only")
    .action((id: string, options: { json?: boolean }) => runVerb(options.json, () => revoke(id, options.json)));
}

async function create({ cluster, team, read, name, days, json }: CreateOptions): Promise<void> {
  if ([cluster, read, read ? undefined : team].filter(Boolean).length !== 1)
    throw invalid("Say one of --cluster SLUG (imports), --team SLUG (imports what it owns) and --read.");
  const kind = read ? "read" : "import";
  const request = checked(TokenCreate, {
    kind,
    cluster,
    team,
    name: name ?? `${kind} ${cluster ?? team ?? "all"}`,
    days: Number(days),
  });
  chooseRunningDatabase();
  const { token } = await createToken(actor, { ...request, makeCluster: true });
  if (json) printJson({ token });
  else process.stdout.write(`${token}\n`);
}

async function list(json: boolean | undefined): Promise<void> {
  chooseRunningDatabase();
  for (const row of await listTokens(actor)) {
    if (json) printJson(row);
    else process.stdout.write(`${row.id}\t${row.prefix}…\t${row.name}\t${row.revokedAt ? "revoked" : "live"}\n`);
  }
}

async function revoke(id: string, json: boolean | undefined): Promise<void> {
  if (!/^\d{1,9}$/.test(id)) throw invalid("The id is the number in the first column of `token list`.");
  chooseRunningDatabase();
  await revokeToken(actor, Number(id));
  if (json) printJson({ revoked: Number(id) });
}
