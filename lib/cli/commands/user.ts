import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { systemActor } from "@/lib/authz/actor";
import { UserCreate } from "@/lib/client/contract/admin";
import { createUser } from "@/lib/services/user/create";
import { checked, printJson, runVerb } from "../output";
import { chooseRunningDatabase } from "../server/database";

interface Options {
  email: string;
  name?: string;
  role: string;
  passwordStdin?: boolean;
  json?: boolean;
}

/** `user create`, on the server's machine, against the running database. */
export function register(program: Command): void {
  program
    .command("user")
    .description("Adds people.")
    .command("create")
    .description("Adds a person. Without --password-stdin a password is made and printed once.")
    .requiredOption("--email <email>")
    .option("--name <name>", "shown to others; else the e-mail")
    .requiredOption("--role <role>", "admin, security, devops or manager")
    .option("--password-stdin", "read the password from standard input, so that no other process sees it")
    .option("--json", "print {id, email, password?} only")
    .action((options: Options) => runVerb(options.json, () => create(options)));
}

async function create({ email, name, role, passwordStdin, json }: Options): Promise<void> {
  const given = passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, "") : null;
  const password = given ?? randomBytes(15).toString("base64url");
  const request = checked(UserCreate, { email, name: name ?? email, role, password });
  chooseRunningDatabase();
  const { id } = await createUser(systemActor("command line"), request);
  const made = given === null ? { password } : {};
  if (json) printJson({ id, email: request.email, ...made });
  else
    process.stdout.write(
      given === null ? `${request.email} may sign in with: ${password}\n` : `${request.email} may sign in.\n`,
    );
}
