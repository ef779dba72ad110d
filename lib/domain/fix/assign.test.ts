import { describe, expect, it } from "vitest";
import { type FixKey, type FixSubject, fixesOf } from "./assign";

const image: FixSubject = { id: 7, kind: "image", clusterId: 0, name: "docker.io/library/shop", runsPods: false };
const of = (more: Partial<FixKey>): FixKey => ({
  ...{ rule: 1, loc: "0", code: "CVE-1", title: "A flaw", kind: "vulnerability", available: true, remediation: false },
  ...{ file: null, packages: [] },
  ...more,
});
const said = (location: string, name: string, installed: string, ...fixed: string[]) => ({
  ...{ location, name, installed: [installed], fixed },
});

describe("fixes of a subject", () => {
  it("rebuild an image for its system packages, upgrade each other package", () => {
    const drafts = fixesOf(image, [
      of({ rule: 1, packages: [said("pkg:deb/debian/openssl", "openssl", "1.1.1n-0+deb11u3", "1.1.1n-0+deb11u4")] }),
      of({ rule: 2, packages: [said("pkg:deb/debian/openssl", "openssl", "1.1.1n-0+deb11u3", "1.1.1w-0+deb11u1")] }),
      of({ rule: 3, packages: [said("pkg:npm/lodash", "lodash", "4.17.15", "4.17.19, 3.10.2")] }),
      of({ rule: 4, packages: [said("pkg:npm/lodash", "lodash", "4.17.15", "4.17.21")] }),
      of({ rule: 5, available: false, packages: [said("pkg:deb/debian/zlib", "zlib", "1")] }),
    ]);
    expect(drafts.map(({ kind, key, title, members }) => [kind, key, title, members.map((m) => m.rule)])).toEqual([
      ["upgrade_base", "base 7", "Rebuild shop on an updated base: openssl to 1.1.1w-0+deb11u1", [1, 2]],
      ["upgrade_package", "package 7 lodash", "Upgrade lodash to 4.17.21 in shop", [3, 4]],
    ]);
  });

  it("patch a workload where there is a patch, and change the rest by hand", () => {
    const workload: FixSubject = { id: 8, kind: "workload", clusterId: 2, name: "Deployment/api", runsPods: true };
    const check = (rule: number, code: string) => of({ rule, code, title: code, kind: "misconfiguration" });
    const drafts = fixesOf(workload, [
      check(1, "k8s:host-pid"),
      check(2, "k8s:run-as-root"),
      check(3, "k8s:network-policy-missing"),
    ]);
    expect(drafts.map(({ kind, title }) => [kind, title])).toEqual([
      ["patch_manifest", "Patch Deployment/api: 2 checks"],
      ["change_setting", "k8s:network-policy-missing: change Deployment/api"],
    ]);
  });

  it("change a setting of all nodes of a cluster at once", () => {
    const node = (id: number): FixSubject => ({ id, kind: "node", clusterId: 3, name: `n${id}`, runsPods: false });
    const key = of({
      kind: "misconfiguration",
      code: "kube-bench:cis-1.8:4.2.1",
      title: "Set --anonymous-auth to false",
    });
    const [a, b] = [fixesOf(node(1), [key]), fixesOf(node(2), [key])];
    expect(a[0]?.key).toBe(b[0]?.key);
    expect(a[0]).toMatchObject({
      kind: "change_setting",
      subjectId: 0,
      clusterId: 3,
      title: "Set --anonymous-auth to false",
    });
  });

  it("are one for each secret and each line of code, and none for what happened at run time", () => {
    const at = (kind: FixKey["kind"], loc: string) => of({ kind, loc, file: "app/.env" });
    const drafts = fixesOf(image, [at("secret", "5"), at("secret", "6"), at("weakness", "5"), at("runtime", "1")]);
    expect(drafts.map(({ key }) => key)).toEqual(["secret 7 1 5", "secret 7 1 6", "code 7 1 5"]);
  });
});
