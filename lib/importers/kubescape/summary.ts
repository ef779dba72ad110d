import { isObject, type Json, listAt, objectAt, textOf } from "../trivy/guards";
import { reasonNotAssessed, statusOf } from "./control";
import type { Run } from "./run";

/** Reads `summaryDetails`: scores, counts and statuses of the controls, and the frameworks that they belong to. */
export function readSummary(report: Json, run: Run): void {
  const summary = objectAt(report, "summaryDetails", "");
  if (!summary) return;
  for (const [key, entry] of entries(objectAt(summary, "controls", "summaryDetails"))) {
    const control = run.control(textOf(entry.controlID) || key);
    control.tell(entry);
    control.notAssessed = reasonNotAssessed(statusOf(entry));
    const counters = isObject(entry.ResourceCounters) ? entry.ResourceCounters : {};
    const failed = counters.failedResources;
    // The chunks of one report all have the counts of the whole.
    if (typeof failed === "number") control.failed = Math.max(control.failed ?? 0, failed);
  }
  for (const framework of listAt(summary, "frameworks", "summaryDetails").filter(isObject)) {
    const name = textOf(framework.name);
    const controls = isObject(framework.controls) ? framework.controls : {};
    for (const [key, entry] of entries(controls)) {
      run.control(textOf(entry.controlID) || key).ofFramework(name, textOf(entry.name));
    }
  }
  const found = isObject(summary.vulnerabilities) ? summary.vulnerabilities.CVEs : null;
  if (Array.isArray(found)) run.pass("vulnerability of a summary that names no image", found.length);
}

const entries = (value: Json | null): [string, Json][] => {
  return Object.entries(value ?? {}).filter((entry): entry is [string, Json] => isObject(entry[1]));
};

/** Why a run can't have seen everything: objects that could not be read (Kubescape 4). "" when nothing says so. */
export function gaps(report: Json): string {
  const coverage = isObject(report.scanCoverage) ? report.scanCoverage : {};
  for (const key of ["failedGVRPulls", "partialGVRPulls", "skippedManifests"]) {
    const list = coverage[key];
    if (Array.isArray(list) && list.length > 0) return "some objects could not be read";
  }
  return "";
}
