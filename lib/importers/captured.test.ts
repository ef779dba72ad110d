import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemsOf, only, sample } from "./testing";

const log = `2026-05-02T10:11:12Z\tINFO\t[vuln] Scanning {odd} things
[info] rules: 12
{"level":"info","msg":"a \\" and a { in a log of JSON"}
ℹ️  Starting
`;
const notice = "\n[notice] A newer version is there\n  {see} the release notes\n";
const warned = (lines: number) => ({
  type: "warning",
  message: `${lines} ${lines === 1 ? "line" : "lines"} around the report were left out: a log`,
});

describe("a report in what a shell captured", () => {
  it.each([
    "trivy/image.json",
    "grype/image.json",
    "kubescape/cluster.json",
    "kube-bench/controls.json",
    "sarif/image.sarif",
    "kubernetes/list.json",
  ])("%s is read without the log around it", async (path) => {
    const report = sample(path).toString().trim();
    const expected = await itemsOf(report);
    expect(await itemsOf(`${log}${report}`)).toEqual([...expected, warned(4)]);
    expect(await itemsOf(`$ scan --format json\n${JSON.stringify(JSON.parse(report))}${notice}`)).toEqual([
      ...expected,
      warned(3),
    ]);
  });

  it("comes out the same however it is cut, one report after another", async () => {
    const text = `${log}${sample("trivy/several.jsonl").toString().trim().replace("\n", "\n[info] next\n")}${notice}`;
    const expected = await itemsOf(text);
    expect(only(expected, "header")).toHaveLength(1);
    expect(only(expected, "detection").length).toBe(
      only(await itemsOf(sample("trivy/several.jsonl")), "detection").length,
    );
    const same = async (at: number[]) => {
      expect(await itemsOf(text, {}, at)).toEqual(expected);
    };
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), same), { numRuns: 40 });
  });

  it("may stand behind a bar of progress, which was written over", async () => {
    const report = sample("trivy/image.json").toString();
    expect(only(await itemsOf(`10 / 99 [--->]\r99 / 99 [---->]\r${report}`), "detection")).toEqual(
      only(await itemsOf(report), "detection"),
    );
  });

  it("keeps the number of the line of what is wrong", async () => {
    const broken = `${log}{"SchemaVersion": 2, "ArtifactName": "a",\n"Results": [}`;
    await expect(itemsOf(broken)).rejects.toMatchObject({ code: "malformed", message: /line 6/ });
  });

  it("is known when its format is named, whatever else stands in the log", async () => {
    const other = JSON.stringify(JSON.parse(sample("kubernetes/list.json").toString()));
    const text = `starting\n${other}\n${sample("grype/image.json")}`;
    expect(only(await itemsOf(text, { format: "grype" }), "detection")).toHaveLength(
      only(await itemsOf(sample("grype/image.json")), "detection").length,
    );
  });

  it("is not looked for inside of other values, in documents, or where nothing begins a line", async () => {
    const report = JSON.stringify(JSON.parse(sample("trivy/image.json").toString()));
    for (const text of [
      `words\n{"of": "another tool",\n"data":\n${report}}\n`,
      `<html>\n${report}\n</html>`,
      `output: ${report}\n`,
    ])
      await expect(itemsOf(text)).rejects.toMatchObject({ code: "unrecognised" });
  });
});
