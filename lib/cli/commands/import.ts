import { createReadStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import type { Command } from "commander";
import { Report } from "@/lib/client/contract/report";
import { type Failure, headersFor, problemOf, type Server, serverNamed, unreachable } from "../remote";

interface ImportFlags {
  cluster?: string;
  format?: string;
  namespace?: string;
  node?: string;
  image?: string;
  repository?: string;
  asset?: string;
  profile?: string;
  observedAt?: string;
  complete?: boolean;
  dryRun?: boolean;
  force?: boolean;
  json?: boolean;
}

type Outcome = { file: string; report?: Report; error?: Failure };

/** `import FILE…`: sends reports to a running server, one after the other, and waits for what became of each. */
export function register(program: Command): void {
  program
    .command("import")
    .description("Sends reports to the server that PARAPET_URL names, with the token of PARAPET_TOKEN.")
    .argument("<file...>", "reports, zipped or not; - is standard input")
    .option("--cluster <slug>", "the cluster that they are about; images and source may do without")
    .option("--format <format>", "do not detect the format")
    .option("--namespace <name>", "namespace that the report is about")
    .option("--node <name>", "node that the report is about")
    .option("--image <reference>", "image that the report is about")
    .option("--repository <name>", "repository that the report is about")
    .option("--asset <kind/namespace/name>", "object that the report is about")
    .option("--profile <text>", "how the run was narrowed")
    .option("--observed-at <time>", "ISO time of the run, where the report states none")
    .option("--complete", "a list is all there is: what it lacks is gone")
    .option("--dry-run", "say what would change, and change nothing")
    .option("--force", "apply closures that would be held")
    .option("--json", "one JSON object a line, one for each file")
    .action(async (files: string[], flags: ImportFlags) => {
      process.exitCode = await importFiles(files, flags);
    });
}

/**
 * Imports each file; a bad one does not stop the rest.
 * @returns exit code: 0, 2 when a file could not be imported, 1 when the server cannot be used at all
 */
export async function importFiles(files: string[], flags: ImportFlags): Promise<number> {
  const server = serverNamed("make a token with `parapet token create --cluster SLUG`");
  if (!server) return 1;
  let failed = false;
  for (const file of files) {
    const outcome = await importFile(file, flags, server);
    print(outcome, flags.json);
    if (outcome.error) failed = true;
    if (outcome.error?.code === "unreachable" || outcome.error?.code === "unauthenticated") return 1;
  }
  return failed ? 2 : 0;
}

async function importFile(file: string, flags: ImportFlags, server: Server): Promise<Outcome> {
  const { json: _json, ...options } = flags;
  const query = new URLSearchParams({ wait: "1" });
  if (file !== "-") query.set("fileName", path.basename(file));
  for (const [key, value] of Object.entries(options)) if (value !== undefined) query.set(key, String(value));
  const source = file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 1024 * 1024 });
  let unreadable: string | undefined;
  source.on("error", (error: NodeJS.ErrnoException) => {
    unreadable = error.code === "ENOENT" ? "there is no such file" : `can't be read (${error.code ?? error.message})`;
  });
  const headers = { ...headersFor(server), "content-type": "application/octet-stream" };
  try {
    const body = Readable.toWeb(source) as ReadableStream<Uint8Array>;
    const response = await fetch(`${server.url}/api/v1/reports?${query}`, {
      method: "POST",
      headers,
      body,
      duplex: "half",
    } as RequestInit);
    if (!response.ok) return { file, error: await problemOf(response) };
    return settled(file, Report.parse(await followed(await response.json(), server, headers)));
  } catch (error) {
    if (unreadable) return { file, error: { code: "unreadable", message: unreadable } };
    return { file, error: unreachable(server, error) };
  }
}

/** A long import outlives a request: ask again until it is over, telling how far it is. */
async function followed(first: unknown, server: { url: string }, headers: Record<string, string>): Promise<unknown> {
  let report = Report.parse(first);
  while (["receiving", "queued", "processing"].includes(report.state)) {
    const { bytes, bytesDone, findings } = report.progress;
    const percent = bytes > 0 ? Math.floor((bytesDone / bytes) * 100) : 0;
    process.stderr.write(`import ${report.id}: ${report.state}, ${percent} % read, ${findings} findings\n`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const response = await fetch(`${server.url}/api/v1/reports/${report.id}`, { headers });
    if (response.ok) report = Report.parse(await response.json());
  }
  return report;
}

function settled(file: string, report: Report): Outcome {
  return report.state === "failed"
    ? { file, report, error: report.error ?? { code: "failed", message: "failed" } }
    : { file, report };
}

function print({ file, report, error }: Outcome, json: boolean | undefined): void {
  if (error) process.stderr.write(`${file}: ${error.message}\n`);
  const result = report?.result;
  if (json) {
    const counts = result && {
      created: result.created,
      reopened: result.reopened,
      closed: result.closed,
      updated: result.updated,
      unchanged: result.unchanged,
      held: result.held,
      heldClosures: result.heldClosures,
      detections: result.detections,
      ms: result.ms,
    };
    process.stdout.write(
      `${JSON.stringify({ file, reportId: report?.id, format: report?.format ?? undefined, ...counts, ...(error ? { error } : {}) })}\n`,
    );
    return;
  }
  if (!result || error) return;
  for (const warning of result.warnings) process.stderr.write(`${file}: ${warning}\n`);
  const held = result.held ? `, ${result.heldClosures} closures held for confirmation` : "";
  const { created, reopened, closed, updated, unchanged } = result;
  process.stdout.write(
    `${file}: ${report?.format}, ${created} created, ${reopened} reopened, ${closed} closed, ${updated} updated, ${unchanged} unchanged${held}${result.dryRun ? " (dry run)" : ""}\n`,
  );
}
