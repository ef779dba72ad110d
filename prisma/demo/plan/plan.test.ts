import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { openReport } from "@/lib/importers/open";
import { ImportError } from "@/lib/importers/types";
import { collect } from "@/lib/ingest/collect";
import { demoDays, planDemo } from "./plan";
import type { DemoReport, Step } from "./report";

const now = new Date("2026-03-10T10:20:00Z");
const plan = planDemo(now);
const reports = plan.flatMap((step) => step.reports);
/** The latest of each file. */
const latest = [...new Map(reports.map((report) => [`${report.cluster}/${report.fileName}`, report])).values()];
const broken = ["kube-bench-batch-cp-1.json", "storefront-4.0.1.json"];

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
    for (const [index, { at, fileName, options, body }] of of.entries())
      hash.update(`${at.toISOString()} ${fileName} ${JSON.stringify(options)} ${index % 7 === 0 ? body() : ""}`);
    return hash.digest("hex");
  };
  expect(digest(planDemo(now).flatMap((step) => step.reports))).toBe(digest(reports));
});

test("lies in the ninety days before now, in order, and ends each of them once", () => {
  expect(reports.length).toBeGreaterThan(800);
  expect(reports.length).toBeLessThanOrEqual(1500);
  const times = reports.map(({ at }) => at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(Math.max(...times)).toBeLessThanOrEqual(now.getTime());
  expect(Math.min(...times)).toBeGreaterThan(now.getTime() - demoDays * 86_400_000);
  expect(plan.filter(({ endsDay }) => endsDay).map(({ ago }) => ago)).toEqual(
    Array.from({ length: demoDays }, (_, index) => demoDays - 1 - index),
  );
  for (const [index, step] of plan.entries()) {
    const next = plan[index + 1];
    expect(next ? next.ago : -1).toBe(step.endsDay ? step.ago - 1 : step.ago);
    for (const report of step.reports) expect(report.ago).toBe(step.ago);
  }
});

test("each cluster that is scanned sends weekly, and daily in the last fortnight, and the old and the new do not", () => {
  const days = (cluster: string) => [
    ...new Set(
      reports.filter((one) => one.cluster === cluster && one.fileName.endsWith("-objects.json")).map(({ ago }) => ago),
    ),
  ];
  expect(days("identity-prod")).toEqual([
    89,
    83,
    76,
    69,
    62,
    55,
    48,
    41,
    34,
    27,
    20,
    ...Array.from({ length: 14 }, (_, n) => 13 - n),
  ]);
  expect(days("dr-onprem")).toEqual([89, 82, 75, 68, 61, 54, 47]);
  expect(days("edge-north")).toEqual([20, 13, 6]);
  expect(reports.filter((one) => one.cluster === "edge-north" && !one.fileName.endsWith("-objects.json"))).toEqual([]);
});

test("a run that is stopped at a day is the beginning of the longer run", () => {
  const stopped = planDemo(now, { until: 40 });
  const names = (steps: Step[]) =>
    steps.map((step) => [
      step.ago,
      step.at,
      step.endsDay,
      step.reports.map((one) => [one.fileName, one.at, one.options]),
    ]);
  expect(names(stopped)).toEqual(names(plan.filter(({ ago }) => ago >= 40)));
  const bodies = (steps: Step[]) => steps.flatMap((step) => step.reports).filter(({ ago }) => ago === 40 || ago === 54);
  for (const [index, report] of bodies(stopped).entries()) expect(report.body()).toBe(bodies(plan)[index]?.body());
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
  [/-trivy-operator\.json$/, "trivy-operator"],
  [
    /^grype-|^(?:login|accounts|token-service|mfa|consent|profile-web)-|^(?:route|dispatch|parcel|label|stock-ledger|carrier|returns|driver|slot)[a-z-]*-\d/,
    "grype",
  ],
  [/^semgrep-/, "sarif"],
  [/\.cdx\.json$/, "cyclonedx"],
  [/^epss/, "epss"],
  [/^known_exploited/, "kev"],
  [/-kubescape\.json$/, "kubescape"],
  [/-constraints\.json$/, "gatekeeper"],
  [/-policyreports\.json$/, "policy-report"],
  [/^kube-bench-/, "kube-bench"],
  [/^falco-/, "falco"],
  [/./, "trivy"],
];
/** Nodes that are kept well, and builds of fresh packages. */
const clean = /^kube-bench-(?:ip|vault|aks)|-\d+\.\d+\.\d+|^semgrep-platform|^epss|^known_exploited/;
const isBroken = ({ fileName }: DemoReport) => broken.includes(fileName);

test.each(latest.filter((report) => !isBroken(report)).map((report) => [report.fileName, report] as const))(
  "%s is read by its importer without a warning",
  async (fileName, report) => {
    const read = await parse(report);
    expect(read.format).toBe(formats.find(([name]) => name.test(fileName))?.[1]);
    expect(read.warnings).toEqual([]);
    if (read.format === "kubernetes") expect(read.inventory.length).toBeGreaterThan(20);
    else if (!clean.test(fileName)) expect(read.raw).toBeGreaterThan(0);
    // Objects and events close nothing by themselves; the audit keeps twenty violations of each constraint.
    const incomplete = read.scopes.filter(({ complete }) => !complete);
    if (read.format === "epss" || read.format === "kev") expect(read.scopes).toEqual([]);
    else if (read.format === "gatekeeper") expect(incomplete.length).toBeLessThan(read.scopes.length);
    else if (read.format !== "kubernetes" && read.format !== "falco") expect(incomplete).toEqual([]);
  },
);

test("two reports are broken, each in a way that is told in one line", async () => {
  const errors = await Promise.all(latest.filter(isBroken).map((report) => parse(report).catch((error) => error)));
  expect(errors.every((error) => error instanceof ImportError)).toBe(true);
  expect(errors.map((error: ImportError) => error.code).sort()).toEqual(["malformed", "unrecognised"]);
});
