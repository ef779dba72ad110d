import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalAdvisoryId, isAdvisoryId, ruleId } from "./rule-id";

describe("ruleId", () => {
  it.each([
    ["trivy", "AVD-KSV-0017", "trivy:KSV017"],
    ["Trivy", "KSV-0017", "trivy:KSV017"],
    ["trivy-operator", "KSV017", "trivy:KSV017"],
    ["trivy", "KSV-01010", "trivy:KSV1010"],
    ["trivy", "KSV-0110", "trivy:KSV110"],
    ["trivy", "AVD-KCV-0001", "trivy:KCV0001"],
    ["trivy", "DS-0002", "trivy:DS002"],
    ["trivy", "AVD-AWS-0086", "trivy:AWS-0086"],
    ["trivy", "aws-access-key-id", "trivy:aws-access-key-id"],
    ["trivy", "CUSTOM-1", "trivy:CUSTOM-1"],
    ["kubescape", "C-0057", "kubescape:C-0057"],
    ["kube-bench", "cis-1.6:1.1.1", "kube-bench:cis-1.6:1.1.1"],
    ["falco", " Terminal shell in container ", "falco:Terminal shell in container"],
  ])("%s %s", (tool, check, expected) => expect(ruleId(tool, check)).toBe(expected));

  it("refuses an empty part", () => {
    expect(() => ruleId("trivy", " ")).toThrow(RangeError);
    expect(() => ruleId("", "x")).toThrow(RangeError);
  });

  const number = fc.integer({ min: 1, max: 9999 });
  it("gives every spelling of one check one id, and two checks two", () => {
    fc.assert(
      fc.property(fc.constantFrom("KSV", "KCV", "DS", "AWS"), number, number, (family, a, b) => {
        const padded = String(a).padStart(4, "0");
        const id = ruleId("trivy", `AVD-${family}-${padded}`);
        expect(ruleId("trivy", `${family}-${padded}`)).toBe(id);
        expect(ruleId("trivy", `${family}${padded}`)).toBe(id);
        expect(ruleId("trivy", id.slice("trivy:".length))).toBe(id);
        if (a !== b) expect(ruleId("trivy", `${family}-${String(b).padStart(4, "0")}`)).not.toBe(id);
      }),
    );
  });
});

describe("advisory ids", () => {
  it.each([
    ["cve-2021-44228", "CVE-2021-44228"],
    ["GHSA-JFH8-C2JP-5V3Q", "GHSA-jfh8-c2jp-5v3q"],
    ["DEBIAN-CVE-2021-44228", "CVE-2021-44228"],
    ["RHSA-2022:0001", "RHSA-2022:0001"],
    ["go-2022-0969", "GO-2022-0969"],
    ["DSA-5517-1", "DSA-5517-1"],
    ["openSUSE-SU-2023:0001-1", "OPENSUSE-SU-2023:0001-1"],
    ["ALAS2-2023-2000", "ALAS2-2023-2000"],
    ["TEMP-0517018-A83CE6", "TEMP-0517018-A83CE6"],
    ["SNYK-JS-LODASH-590103", "SNYK-JS-LODASH-590103"],
    ["PYSEC-2021-66", "PYSEC-2021-66"],
    ["BIT-golang-2023-1234", "BIT-golang-2023-1234"],
  ])("%s", (text, expected) => {
    expect(isAdvisoryId(text)).toBe(true);
    expect(canonicalAdvisoryId(text)).toBe(expected);
    expect(canonicalAdvisoryId(expected)).toBe(expected);
  });

  it.each([
    "",
    "C-0057",
    "KSV-0017",
    "AVD-KSV-0017",
    "CKV_K8S_16",
    "CWE-79",
    "CVE-2021-1",
    "1.1.1",
    "CVE-2021-44228 x",
  ])("%j is not one", (text) => expect(isAdvisoryId(text)).toBe(false));
});
