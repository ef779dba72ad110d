import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { bytesOf } from "@/lib/importers/stream/bytes";
import { sample, samplesFolder } from "@/lib/importers/testing";
import { type ParseOptions, parseFiles, registerParse } from "./parse";

const path = (name: string) => new URL(name, samplesFolder).pathname;
const folder = mkdtempSync(join(tmpdir(), "parse-"));
function written(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function run(files: string[], options: ParseOptions, input: string | Uint8Array = "") {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    input: bytesOf(input),
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
  };
  const code = await parseFiles(files, options, io);
  return { code, out, err, json: options.json ? out.map((line) => JSON.parse(line) as Record<string, unknown>) : [] };
}

describe("parse", () => {
  it("prints one JSON object a line for each file, with exactly the contract's keys", async () => {
    const file = path("kube-bench/controls.json");
    const { code, json, err } = await run([file, path("falco/alerts.jsonl")], { json: true, node: "n" });
    expect([code, err]).toEqual([0, []]);
    expect(json[0]).toEqual({
      file,
      format: "kube-bench",
      tool: "kube-bench",
      toolVersion: null,
      semantics: "snapshot",
      complete: true,
      raw: 8,
      rawBySeverity: { FAIL: 5, WARN: 3 },
      findings: 5,
      bySeverity: { critical: 0, high: 2, medium: 2, low: 1, info: 0, unknown: 0 },
      byKind: { misconfiguration: 5 },
      skipped: [{ reason: "not assessed: needs a manual check, or the tool could not tell (WARN)", count: 3 }],
      warnings: [],
    });
    expect(json[1]).toMatchObject({ semantics: "events", raw: 10, findings: 7 });
  });

  it.each([
    ["malformed", '{"Controls":[{"tests":', 2],
    ["unrecognised", '{"a":1}', 3],
    ["unrecognised", "", 3],
  ])("goes on after a file that is %s and says so in one line", async (code, content, exit) => {
    const bad = written(`${code}.json`, content);
    const result = await run([bad, path("falco/array.json")], { json: true });
    expect(result.code).toBe(exit);
    expect(result.json).toMatchObject([{ file: bad, error: { code } }, { format: "falco" }]);
    expect(result.err).toHaveLength(1);
    expect(result.err[0]).not.toContain("\n");
  });

  it("malformed outweighs unrecognised, which outweighs unreadable", async () => {
    const files = [written("a.json", '{"Controls":['), written("b.json", "{}"), join(folder, "none"), folder];
    expect((await run(files, { json: true })).code).toBe(2);
    expect((await run(files.slice(1), { json: true })).code).toBe(3);
    const { code, json } = await run(files.slice(2), { json: true });
    expect(code).toBe(1);
    expect(json).toMatchObject([
      { error: { code: "unreadable", message: "there is no such file" } },
      { error: { message: "is a folder, not a file" } },
    ]);
  });

  it("reads standard input, zipped too, and empty files with --format", async () => {
    const { json } = await run(["-"], { json: true }, gzipSync(sample("falco/alerts.jsonl")));
    expect(json).toMatchObject([{ file: "-", format: "falco", raw: 10 }]);
    expect((await run(["-"], { json: true, format: "falco" })).json).toMatchObject([{ raw: 0, findings: 0 }]);
  });

  it("prints the normalised findings with --ndjson, each with its asset", async () => {
    const { out } = await run([path("kube-bench/bare-list.json")], { ndjson: true, node: "n" });
    expect(out.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { type: "detection", asset: { kind: "node", name: "n" }, rule: { id: "kube-bench:cis-1.8:4.2.6" } },
    ]);
  });

  it("prints a table otherwise", async () => {
    const { out } = await run([path("kube-bench/bare-list.json"), join(folder, "none")], {});
    expect(out[0]).toMatch(
      /^file +format +raw +findings +critical .*\n\S+ +kube-bench +2 +1 .*\n {2}skipped 1: .*\n\S+ +error: there is no such file$/,
    );
  });

  it("is a command with the import options", () => {
    const program = new Command();
    registerParse(program);
    const options = program.commands[0]?.options.map((option) => option.long);
    expect(options).toEqual(
      expect.arrayContaining(["--format", "--json", "--ndjson", "--node", "--asset", "--observed-at", "--complete"]),
    );
  });
});
