import { createReadStream } from "node:fs";
import type { Command } from "commander";
import { formatNames } from "@/lib/importers/detect";
import { openReport } from "@/lib/importers/open";
import { type Summary, summarise } from "@/lib/importers/summarise";
import { type AssetRef, ImportError, type ImportOptions, type Item } from "@/lib/importers/types";

export interface ParseOptions extends ImportOptions {
  format?: string;
  json?: boolean;
  ndjson?: boolean;
}

/** Where `parseFiles` reads standard input from and writes to; each write ends with a newline. */
export interface ParseIo {
  input: AsyncIterable<Uint8Array>;
  out(text: string): void | Promise<void>;
  err(text: string): void;
}

export const exitCodes = { malformed: 2, too_large: 2, unrecognised: 3, unreadable: 1 } as const;

type Failure = { code: keyof typeof exitCodes; message: string };
type Outcome = { file: string } & (Summary | { error: Failure });

/** Adds `parse FILE…`, which needs no server and no database. */
export function registerParse(program: Command): void {
  program
    .command("parse")
    .description("Read reports and say what is in them, without importing anything")
    .argument("<file...>", "reports; - is standard input")
    .option("--format <format>", `do not detect the format: ${formatNames()}`)
    .option("--json", "one JSON object a line, one for each file")
    .option("--ndjson", "the normalised findings, one JSON object a line")
    .option("--namespace <name>", "namespace that the report is about")
    .option("--node <name>", "node that the report is about")
    .option("--image <reference>", "image that the report is about")
    .option("--repository <name>", "repository that the report is about")
    .option("--asset <kind/namespace/name>", "object that the report is about")
    .option("--profile <text>", "how the run was narrowed")
    .option("--observed-at <time>", "ISO time of the run, where the report states none")
    .option("--complete", "a list is all there is")
    .action(async (files: string[], options: ParseOptions) => {
      process.stdout.on("error", () => process.exit());
      process.exitCode = await parseFiles(files, options, {
        input: process.stdin,
        out: (text) => {
          if (!process.stdout.write(`${text}\n`)) return new Promise((done) => process.stdout.once("drain", done));
        },
        err: (text) => process.stderr.write(`${text}\n`),
      });
    });
}

export { registerParse as register };

/**
 * Parses each file and prints what it found. Goes on after a bad file.
 * @returns exit code: 0, 2 when a file is malformed, 3 when one is not recognised, 1 when one can't be read
 */
export async function parseFiles(files: string[], options: ParseOptions, io: ParseIo): Promise<number> {
  const outcomes: Outcome[] = [];
  for (const file of files) {
    const outcome = await parseFile(file, options, io);
    outcomes.push(outcome);
    if ("error" in outcome) io.err(`${file}: ${outcome.error.message}`);
    if (options.json) await io.out(JSON.stringify(outcome));
  }
  if (!options.json && !options.ndjson) await io.out(table(outcomes));
  const codes = outcomes.map((outcome) => ("error" in outcome ? exitCodes[outcome.error.code] : 0));
  return [2, 3, 1].find((code) => codes.some((one) => one === code)) ?? 0;
}

async function parseFile(file: string, options: ParseOptions, io: ParseIo): Promise<Outcome> {
  const { format, json: _json, ndjson, ...importOptions } = options;
  try {
    const source = file === "-" ? io.input : createReadStream(file, { highWaterMark: 256 * 1024 });
    const report = await openReport(source, { ...importOptions, format });
    const print = (item: Item, target: AssetRef | null) => {
      if (item.type !== "detection" && item.type !== "inventory" && item.type !== "component") return;
      const asset = item.type === "detection" ? { asset: item.asset ?? target } : {};
      return io.out(JSON.stringify({ file, ...item, ...asset }));
    };
    return { file, ...(await summarise(report.format, report.items, ndjson ? print : undefined)) };
  } catch (error) {
    if (error instanceof ImportError) return { file, error: { code: error.code, message: error.message } };
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    return { file, error: { code: "unreadable", message: unreadable[code] ?? `can't be read (${code})` } };
  }
}

const unreadable: Record<string, string> = {
  ENOENT: "there is no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read (permission denied)",
};

const columns = ["critical", "high", "medium", "low", "info", "unknown"] as const;

/** One line for each file, and what was skipped or needs attention under it. */
function table(outcomes: Outcome[]): string {
  const rows = [["file", "format", "raw", "findings", ...columns, "complete"]];
  const notes: string[][] = [[]];
  for (const outcome of outcomes) {
    if ("error" in outcome) {
      rows.push([outcome.file, `error: ${outcome.error.message}`]);
      notes.push([]);
      continue;
    }
    const counts = columns.map((severity) => String(outcome.bySeverity[severity]));
    const { file, format, raw, findings, complete } = outcome;
    rows.push([file, format, String(raw), String(findings), ...counts, complete ? "yes" : "no"]);
    const skipped = outcome.skipped.map(({ reason, count }) => `  skipped ${count}: ${reason}`);
    notes.push([...skipped, ...outcome.warnings.map((warning) => `  note: ${warning}`)]);
  }
  const full = rows.filter((row) => row.length > 2);
  const widths = rows[0]?.map((_, i) => Math.max(...full.map((row) => row[i]?.length ?? 0))) ?? [];
  const line = (row: string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return rows.flatMap((row, i) => [line(row), ...(notes[i] ?? [])]).join("\n");
}
