import { describe, expect, it } from "vitest";
import { checkRule, containerOf, objectOf, safeMessage } from "./checks";

describe("checkRule", () => {
  it.each([
    ["KSV001", "AVD-KSV-0001", "trivy:KSV001"],
    ["KSV-0104", "", "trivy:KSV104"],
    ["AVD-AWS-0143", "AVD-AWS-0143", "trivy:AWS-0143"],
    // Numbers of other checks in ID; AVDID or the list of misprints is right.
    ["KSV0012", "AVD-KCV-0012", "trivy:KCV0012"],
    ["KSV0012", "", "trivy:KCV0012"],
    ["AVD-KSV-0110", "AVD-KSV-01010", "trivy:KSV1010"],
    ["ID001", "", "trivy:ID001"],
  ])("%s %s", (id, avdId, expected) => expect(checkRule(id, avdId, "")).toEqual({ id: expected, aliases: [] }));

  it("takes only names for aliases, never another number", () => {
    expect(checkRule("s3-bucket-logging", "AVD-AWS-0089", "")?.aliases).toEqual(["trivy:s3-bucket-logging"]);
    expect(checkRule("AVD-KSV-0110", "AVD-KSV-01010", "")?.aliases).toEqual([]);
  });

  it("tells the two checks apart that had number 110", () => {
    expect(checkRule("AVD-KSV-0110", "", "ConfigMap with sensitive content")?.id).toBe("trivy:KSV1010");
    expect(checkRule("AVD-KSV-0110", "", "Workloads in the default namespace")?.id).toBe("trivy:KSV110");
  });

  it.each([
    ["", ""],
    ["N/A", ""],
    ["N/A", "N/A"],
    [undefined, null],
  ])("knows none: %s %s", (id, avdId) => {
    expect(checkRule(id, avdId, "x")).toBeNull();
  });
});

it.each([
  ["Container 'web' of Deployment 'shop' should set 'x' to false", "web", "deployment/shop"],
  ["Container 'web' of 'ReplicaSet' 'shop-1' in 'default' namespace should set x", "web", "replicaset/shop-1"],
  ['container "web" of deployment "shop" in "default" namespace should specify', "web", "deployment/shop"],
  ["deployment shop in default namespace should set metadata.namespace", "", "deployment/shop"],
  ["Pod 'db' should not set 'spec.template.spec.hostNetwork' to true", "", "pod/db"],
  ["ConfigMap 'settings' in 'web' namespace stores secrets", "", "configmap/settings"],
  ["Either Pod or Container should set 'x' to 'y'", "", ""],
  ["container should drop all", "", ""],
  ["Role permits management of secret(s)", "", ""],
])("%s", (message, container, object) => {
  expect(containerOf(message)).toBe(container);
  expect(objectOf(message)).toBe(object);
});

it.each([
  [`ConfigMap 'a' in 'b' namespace stores sensitive contents in key(s) or value(s) '{"k=hunter2"}'`, "(not shown)"],
  [`ConfigMap 'a' in 'b' namespace stores secrets in key(s) or value(s) '{"password"}'`, "(not shown)"],
])("doesn't repeat what %s quotes", (message, end) => {
  expect(safeMessage(message)).toMatch(new RegExp(`^ConfigMap 'a' in 'b' .*\\${end.slice(0, -1)}\\)$`));
  expect(safeMessage(message)).not.toMatch(/hunter2|password/);
});
