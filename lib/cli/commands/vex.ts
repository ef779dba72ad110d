import { type Command, Option } from "commander";
import { headersFor, problemOf, serverNamed, unreachable } from "../remote";

interface ExportFlags {
  format: string;
  cluster?: string;
  team?: string;
  image?: string;
  all?: boolean;
}

/** `vex export`: what exceptions say of vulnerabilities in images, as a document for other tools. */
export function register(program: Command): void {
  const vex = program.command("vex").description("Says what was decided on vulnerabilities of images.");
  vex
    .command("export")
    .description("Prints a VEX document of the server that PARAPET_URL names, within the scope of PARAPET_TOKEN.")
    .addOption(
      new Option("--format <format>", "kind of the document").choices(["openvex", "cyclonedx"]).default("openvex"),
    )
    .option("--cluster <slugs>", "only what runs there; several by commas")
    .option("--team <slugs>", "only what these teams run or can fix")
    .option("--image <repository>", "only this image")
    .option("--all", "also what is open and what was fixed")
    .action(async (flags: ExportFlags) => {
      process.exitCode = await exportVex(flags);
    });
}

/** @returns exit code: 0, or 1 where there is no document, with one line that says why */
export async function exportVex({ all, ...flags }: ExportFlags): Promise<number> {
  const server = serverNamed("make a token with `parapet token create --read`");
  if (!server) return 1;
  const query = new URLSearchParams(all ? { include: "all" } : {});
  for (const [key, value] of Object.entries(flags)) if (value !== undefined) query.set(key, value);
  try {
    const response = await fetch(`${server.url}/api/v1/vex?${query}`, { headers: headersFor(server) });
    if (response.ok) {
      process.stdout.write(`${JSON.stringify(await response.json(), null, 2)}\n`);
      return 0;
    }
    process.stderr.write(`${(await problemOf(response)).message}\n`);
  } catch (error) {
    process.stderr.write(`${unreachable(server, error).message}\n`);
  }
  return 1;
}
