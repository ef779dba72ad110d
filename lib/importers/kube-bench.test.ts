import { describe, expect, it } from "vitest";
import { itemsOf, only, sample } from "./testing";

const controls = sample("kube-bench/controls.json");

describe("kube-bench", () => {
  it("makes a finding of each FAIL, none of WARN and INFO", async () => {
    const items = await itemsOf(controls, { node: "node-1" });
    expect(only(items, "detection").map(({ rule, severity, rawSeverity }) => [rule.id, severity, rawSeverity])).toEqual(
      [
        ["kube-bench:cis-1.8:1.1.1", "medium", "FAIL"],
        ["kube-bench:cis-1.8:1.2.1", "high", "FAIL"],
        ["kube-bench:cis-1.8:4.2.6", "low", "FAIL"],
        ["kube-bench:cis-1.8:5.1.1", "high", "FAIL"],
        ["kube-bench:cis-1.8:5.3.2", "medium", "FAIL"],
      ],
    );
    const [first] = only(items, "detection");
    expect(first?.rule).toMatchObject({
      title: "Ensure that the API server pod specification file permissions are set to 600 or more restrictive",
      controls: ["cis-1.8:1.1.1"],
      remediation: "chmod 600 /etc/kubernetes/manifests/kube-apiserver.yaml",
    });
    expect(only(items, "skipped").map(({ raw, rawSeverity }) => [raw, rawSeverity])).toEqual([
      [1, "WARN"],
      [1, "WARN"],
      [1, "WARN"],
    ]);
  });

  it("puts node checks on the given node and policies on the cluster; only what ran may close", async () => {
    const scopes = only(await itemsOf(controls, { node: "node-1" }), "scope");
    expect(scopes.map(({ target, profile, complete, assesses }) => [target, profile, complete, assesses])).toEqual([
      [{ kind: "node", name: "node-1" }, "cis-1.8:master", true, ["platform"]],
      [{ kind: "node", name: "node-1" }, "cis-1.8:node", true, ["host"]],
      [{ kind: "cluster" }, "cis-1.8:policies", true, ["platform", "network"]],
    ]);
    expect(scopes[1]?.assessed).toEqual([
      "kube-bench:cis-1.8:4.1.1",
      "kube-bench:cis-1.8:4.2.1",
      "kube-bench:cis-1.8:4.2.6",
    ]);
  });

  it("imports to the cluster and never closes without a node", async () => {
    const items = await itemsOf(controls);
    expect(only(items, "scope").map(({ target, complete }) => [target, complete])).toEqual([
      [null, false],
      [null, false],
      [{ kind: "cluster" }, true],
    ]);
    expect(only(items, "detection")[0]?.asset).toEqual({ kind: "cluster" });
  });

  it("reads a bare list, one object a line, and a run of nothing", async () => {
    expect(only(await itemsOf(sample("kube-bench/bare-list.json")), "detection")).toHaveLength(1);
    const old = await itemsOf(sample("kube-bench/one-object-per-line.jsonl"));
    expect(only(old, "scope").map(({ profile }) => profile)).toEqual(["cis-1.11:master", "cis-1.11:node"]);
    expect(only(await itemsOf(sample("kube-bench/nothing-ran.json")), "scope")).toEqual([]);
    expect(only(await itemsOf("[]", { format: "kube-bench" }), "header")).toHaveLength(1);
  });

  it("reads one run of several nodes as one, and says so", async () => {
    const items = await itemsOf(
      Buffer.concat([sample("kube-bench/bare-list.json"), sample("kube-bench/bare-list.json")]),
    );
    expect(only(items, "detection").map(({ rawCount }) => rawCount)).toEqual([2]);
    expect(only(items, "warning")[0]?.message).toContain("names no node");
  });

  it("reads what it prints as text, colours included, and checks the summary", async () => {
    const text = sample("kube-bench/output.txt").toString();
    const items = await itemsOf(text, { node: "n", profile: "cis-1.8" });
    expect(only(items, "detection").map(({ rule }) => [rule.id, rule.remediation])).toEqual([
      [
        "kube-bench:cis-1.8:4.1.5",
        "Run the below command on each worker node.\nFor example,\nchmod 600 /etc/kubernetes/kubelet.conf",
      ],
      ["kube-bench:cis-1.8:4.2.6", "Set makeIPTablesUtilChains to true."],
      ["kube-bench:cis-1.8:5.1.1", "Remove the bindings that are not needed."],
    ]);
    expect(only(items, "scope").map(({ profile, complete }) => [profile, complete])).toEqual([
      ["cis-1.8:node", true],
      ["cis-1.8:policies", true],
    ]);
    const coloured = text.replace(/^\[(\w+)\]/gm, "\u001b[31m[$1]\u001b[0m");
    expect(await itemsOf(coloured, { node: "n", profile: "cis-1.8" })).toEqual(items);
    const cut = only(await itemsOf(text.replace(/^\[FAIL\] 4.2.6.*\n/m, ""), { node: "n" }), "scope")[0];
    expect(cut).toMatchObject({ complete: false, incompleteReason: "the summary counts 2 FAIL, the output lists 1" });
    expect(only(await itemsOf(text), "warning")[0]?.message).toContain("--profile");
  });

  it("leaves the output of Docker's benchmark, which looks much the same", async () => {
    const text =
      "[INFO] 1 - Host Configuration\n[INFO] 1.1 - Linux Hosts\n[WARN] 1.1.1 - Ensure a\n[WARN] 1.1.3 - Ensure b\n";
    await expect(itemsOf(text)).rejects.toMatchObject({ code: "unrecognised" });
    expect(only(await itemsOf(text.replaceAll(" - ", " ")), "skipped")).toMatchObject([{ raw: 2 }]);
  });

  it.each([
    ['{"Controls":[{"id":"1"}]}', 'expected a controls object with "tests" (at line 1)'],
    ['{"Controls":[{"tests":[{"results":[{"status":"FAIL"}]}]}]}', 'expected a "test_number"'],
    ['{"Controls":[{"tests":{}}]}', 'expected "tests" to be a list'],
    ['{"Controls":[{"tests":[]}', "the file ends inside"],
    ["some text", "expected lines such as"],
  ])("refuses %j", async (text, message) => {
    await expect(itemsOf(text, { format: "kube-bench" })).rejects.toMatchObject({
      code: "malformed",
      message: expect.stringContaining(message),
    });
  });
});
