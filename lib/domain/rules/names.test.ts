import { describe, expect, it } from "vitest";
import { bestName, isAnchor, mayBeSame } from "./names";

describe("the name that a rule goes by", () => {
  it.each([
    ["k8s:privileged-container", ["trivy:KSV017", "k8s:privileged-container", "kubescape:C-0057"]],
    ["CVE-2021-23337", ["GHSA-35jh-r3h4-6jhm", "CVE-2021-23337", "SNYK-JS-LODASH-1040724"]],
    ["GHSA-35jh-r3h4-6jhm", ["SNYK-JS-LODASH-1040724", "GHSA-35jh-r3h4-6jhm"]],
    ["PYSEC-2021-1", ["RUSTSEC-2021-1", "PYSEC-2021-1"]],
  ])("%s", (best, names) => {
    expect(bestName(names)).toBe(best);
    expect(bestName([...names].reverse())).toBe(best);
  });

  it("is none where there are no names", () => expect(bestName([])).toBeUndefined());
});

describe("what a report may take for one rule", () => {
  it.each([
    ["CVE-2021-23337", "GHSA-35jh-r3h4-6jhm", true],
    ["GHSA-35jh-r3h4-6jhm", "GO-2023-1", true],
    ["trivy:KSV017", "trivy:no-privileged", true],
    ["CVE-2021-23337", "CVE-2021-23338", false],
    ["CVE-2021-23337", "RHSA-2021:1234", false],
    ["CVE-2021-23337", "DSA-5000-1", false],
    ["CVE-2021-23337", "SUSE-SU-2021:1", false],
    ["trivy:KSV017", "kubescape:C-0057", false],
    ["trivy:KSV017", "CVE-2021-23337", false],
    ["trivy:KSV017", "k8s:privileged-container", false],
  ])("%s and %s: %s", (a, b, may) => {
    expect(mayBeSame(a, b)).toBe(may);
    expect(mayBeSame(b, a)).toBe(may);
  });
});

it("only CVEs and our own names stand for one thing each", () => {
  expect(["CVE-2021-1", "k8s:x", "GHSA-35jh-r3h4-6jhm", "trivy:KSV017"].filter(isAnchor)).toEqual([
    "CVE-2021-1",
    "k8s:x",
  ]);
});
