import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { openReport } from "@/lib/importers/open";
import { ImportError } from "@/lib/importers/types";
import { collect } from "@/lib/ingest/collect";
import { planDemo } from "./plan";
import type { DemoReport } from "./report";

const now = new Date("2026-03-10T10:20:00Z");
const plan = planDemo(now);
const reports = plan.flatMap((step) => step.reports);
/** The latest of each file. */
const latest = [...new Map(reports.map((report) => [`${report.cluster}/${report.fileName}`, report])).values()];
const broken = ["kube-bench-gke-eu-batch-pool-1-4kx9.json", "storefront-4.0.1.json"];

async function parse(report: DemoReport) {
  async function* bytes() {
    yield Buffer.from(report.body());
  }
  const { format, items } = await openReport(bytes(), report.options);
  return collect(format, items);
}

test("is a pure function of now", () => {
  const digest = (of: DemoReport[]) => {
    const hash = createHash("sha256");
    for (const { at, fileName, options, body } of of)
      hash.update(`${at.toISOString()} ${fileName} ${JSON.stringify(options)} ${body()}`);
    return hash.digest("hex");
  };
  expect(digest(planDemo(now).flatMap((step) => step.reports))).toBe(digest(reports));
});

test("lies in the eight weeks before now, in order, and has a snapshot of each day of the last two", () => {
  expect(reports.length).toBeLessThanOrEqual(150);
  const times = reports.map(({ at }) => at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(Math.max(...times)).toBeLessThanOrEqual(now.getTime());
  expect(Math.min(...times)).toBeGreaterThan(now.getTime() - 58 * 86_400_000);
  const days = plan.flatMap((step) => step.snapshots);
  expect(days).toHaveLength(14);
  expect(days[0]).toBe("2026-02-25");
  expect(days.at(-1)).toBe("2026-03-10");
  for (const [index, step] of plan.entries()) {
    const next = plan[index + 1]?.at.toISOString().slice(0, 10) ?? "9999";
    for (const day of step.snapshots) {
      expect(step.at.toISOString().slice(0, 10) <= day).toBe(true);
      expect(next > day).toBe(true);
    }
  }
});

test("begins at any time of the day", () => {
  for (const time of ["2026-01-01T00:00:30Z", "2026-02-28T23:59:59Z"]) {
    const all = planDemo(new Date(time)).flatMap((step) => step.reports);
    expect(all).toHaveLength(reports.length);
    expect(Math.max(...all.map(({ at }) => at.getTime()))).toBeLessThanOrEqual(Date.parse(time));
  }
});

const formats: [RegExp, string][] = [
  [/-objects\.json$/, "kubernetes"],
  [/-(?:vulnerabilityreports|configaudit-rbac)\.json$/, "trivy-operator"],
  [/^kube-bench-/, "kube-bench"],
  [/^falco-/, "falco"],
  [/./, "trivy"],
];
/** Nodes that are kept well, and a build from before its flaw was known. */
const clean = /^kube-bench-ip|^storefront-4\.0\.0/;
const isBroken = ({ fileName }: DemoReport) => broken.includes(fileName);

test.each(latest.filter((report) => !isBroken(report)).map((report) => [report.fileName, report] as const))(
  "%s is read by its importer without a warning",
  async (fileName, report) => {
    const read = await parse(report);
    expect(read.format).toBe(formats.find(([name]) => name.test(fileName))?.[1]);
    expect(read.warnings).toEqual([]);
    if (read.format === "kubernetes") expect(read.inventory.length).toBeGreaterThan(40);
    else if (!clean.test(fileName)) expect(read.raw).toBeGreaterThan(0);
    const closes = read.format !== "kubernetes" && read.format !== "falco";
    if (closes) expect(read.scopes.filter(({ complete }) => !complete)).toEqual([]);
  },
);

test("two reports are broken, each in a way that is told in one line", async () => {
  const errors = await Promise.all(latest.filter(isBroken).map((report) => parse(report).catch((error) => error)));
  expect(errors.every((error) => error instanceof ImportError)).toBe(true);
  expect(errors.map((error: ImportError) => error.code).sort()).toEqual(["malformed", "unrecognised"]);
});
