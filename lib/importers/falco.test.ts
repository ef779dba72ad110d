import { describe, expect, it } from "vitest";
import { itemsOf, only, sample } from "./testing";
import { ImportError } from "./types";

const alerts = sample("falco/alerts.jsonl");
const web = { kind: "workload", namespace: "shop", workloadKind: "Deployment", name: "web" };

describe("falco", () => {
  it("groups alerts by rule, folded workload, container and process, with count and times", async () => {
    const [shell, bash] = only(await itemsOf(alerts), "detection");
    expect(shell).toMatchObject({
      asset: web,
      location: "docker.io/library/nginx sh",
      severity: "low",
      rawSeverity: "Notice",
      count: 2,
      rawCount: 2,
      firstAt: "2026-05-01T10:00:00.123Z",
      lastAt: "2026-05-01T11:30:00.500Z",
      rule: {
        id: "falco:Terminal shell in container",
        kind: "runtime",
        area: "runtime",
        controls: ["T1059", "mitre_execution"],
      },
      evidence: { host: "node-2", pod: "web-7d4b9c5f6d-q8w7z" },
    });
    expect(bash).toMatchObject({ asset: web, location: "docker.io/library/nginx bash", count: 1 });
  });

  it("finds what an alert is about: node, CronJob, audit target, namespace, cluster", async () => {
    const rest = only(await itemsOf(alerts), "detection").slice(2);
    expect(rest.map(({ asset, location, severity }) => [asset, location, severity])).toEqual([
      [{ kind: "node", name: "node-1" }, "cat", "medium"],
      [
        { kind: "workload", namespace: "ops", workloadKind: "CronJob", name: "backup" },
        "ghcr.io/example/backup x",
        "critical",
      ],
      [{ kind: "cluster" }, "user mallory", "medium"],
      [web, "user alice", "low"],
      [{ kind: "namespace", name: "shop" }, "user system:node", "info"],
    ]);
  });

  it("counts what Falco says about itself, without a finding", async () => {
    const skipped = only(await itemsOf(alerts), "skipped");
    expect(skipped.map(({ raw, rawSeverity }) => [raw, rawSeverity])).toEqual([
      [1, "Informational"],
      [1, "Debug"],
    ]);
  });

  it("never closes", async () => {
    expect(only(await itemsOf(alerts, { complete: true }), "scope")).toMatchObject([
      { class: "runtime", complete: false },
    ]);
  });

  it("reads arrays, concatenated objects, gRPC spelling and CloudEvents", async () => {
    expect(only(await itemsOf(sample("falco/array.json")), "detection")).toHaveLength(2);
    const grpc = only(await itemsOf(sample("falco/concatenated.json")), "detection");
    expect(
      grpc.map(({ asset, location, severity, rawSeverity, firstAt }) => [
        asset,
        location,
        severity,
        rawSeverity,
        firstAt,
      ]),
    ).toEqual([
      [
        { kind: "workload", namespace: "shop", workloadKind: "Pod", name: "db-0" },
        "db sh",
        "medium",
        "WARNING",
        "2026-05-01T10:00:00.000Z",
      ],
      [web, "sh", "high", "Error", "2026-05-01T10:00:05.000Z"],
    ]);
    const body = await itemsOf(sample("falcosidekick/webhook.json"));
    expect(only(body, "detection")).toMatchObject([
      { asset: web, severity: "critical", location: "docker.io/library/nginx curl" },
    ]);
    expect(await itemsOf(sample("falcosidekick/cloudevent.json"))).toEqual(body);
  });

  it("reads the output text where the fields are left out; a command line can't fake them", async () => {
    const [written, custom] = only(await itemsOf(sample("falco/without-fields.jsonl")), "detection");
    expect(written).toMatchObject({ asset: web, severity: "high" });
    expect(custom).toMatchObject({ asset: { kind: "cluster" }, severity: "unknown", rawSeverity: null });
  });

  it("doesn't take Falco's own pod for a node", async () => {
    const event = {
      hostname: "falco-x2x9k",
      rule: "R",
      priority: "Notice",
      output: "o",
      output_fields: { "proc.name": "a" },
    };
    expect(only(await itemsOf(JSON.stringify(event)), "detection")[0]?.asset).toEqual({ kind: "cluster" });
  });

  it("reads the log of its pod: words before the first alert, what runtimes put in front of lines", async () => {
    const log = sample("falco/pod.log").toString();
    expect(only(await itemsOf(log), "detection").map(({ rule, asset }) => [rule.id, asset])).toEqual([
      ["falco:Terminal shell in container", web],
      ["falco:Write below binary dir", web],
    ]);
    await expect(itemsOf(`${log}{"rule":"cut`)).rejects.toThrow(/line 7/);
    await expect(itemsOf("Mon Jan  5 08:00:00 2026: Falco version: 0.40.0\n")).rejects.toThrow(/no importer/);
  });

  it("reads alerts behind what other programs put in front of each line, and nothing else of their lines", async () => {
    const alert = '{"output":"x","priority":"Notice","rule":"Shell","time":"2026-01-05T08:00:05Z","output_fields":{}}';
    const lines = [
      `Jan 05 08:00:05 node-1 falco[812]: ${alert}`,
      `falco-1  | ${alert}`,
      `2026/01/05 08:00:06 ${alert}`,
      'Jan 05 08:00:07 node-1 other[1]: {"rules":3}',
    ];
    const items = await itemsOf(`${lines.join("\n")}\n`);
    expect(only(items, "detection").map(({ rule, count }) => [rule.id, count])).toEqual([["falco:Shell", 3]]);
  });

  it.each([
    [`${alerts}not json\n`, "invalid JSON in the document (at line 11"],
    [alerts.subarray(0, -20).toString(), "the file ends inside"],
    [`${alerts}{"no":"rule"}\n`, 'expected a Falco event with a "rule" (at line 11)'],
    [`${alerts}[1]\n`, "expected a Falco event as a JSON object (at line 11)"],
  ])("names the line of what is broken (%#)", async (text, message) => {
    const failure = await itemsOf(text).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ImportError);
    expect((failure as ImportError).message).toContain(message);
  });
});
