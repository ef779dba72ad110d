import { describe, expect, it } from "vitest";
import { cycloneDxVex } from "./cyclonedx";
import { openVex } from "./openvex";
import { readOpenVex } from "./read-openvex";
import { imagePurls, type VexDecision, type VexSubject, verdictOf } from "./statement";

const at = new Date("2026-03-01T00:00:00Z");
const decision = (of: Partial<VexDecision>): VexDecision => ({
  ...{ id: 1, kind: "accepted", reason: "not worth it", justification: null, decidedAt: at, expiresAt: at },
  ...of,
});
const subject = (of: Partial<VexSubject>): VexSubject => ({
  ...{ rule: "CVE-2026-1", aliases: ["GHSA-1"], severity: "high", repository: "docker.io/acme/web", digests: [] },
  ...{ open: 0, fixable: false, decisions: [], fixed: 0, at },
  ...of,
});
const falsePositive = decision({ id: 2, kind: "false_positive", justification: "vulnerable_code_not_present" });

describe("what is said of a flaw in an image", () => {
  it("is the least favourable of its places", () => {
    expect(verdictOf(subject({ open: 1, decisions: [falsePositive] }))).toMatchObject({
      ...{ status: "under_investigation", partly: true },
    });
    expect(verdictOf(subject({ open: 1, fixable: true }))?.status).toBe("affected");
    expect(verdictOf(subject({ decisions: [falsePositive, decision({})] }))).toMatchObject({
      ...{ status: "affected", decision: { kind: "accepted" } },
    });
    expect(verdictOf(subject({ decisions: [falsePositive] }))?.status).toBe("not_affected");
    expect(verdictOf(subject({ decisions: [decision({ kind: "mitigated" })] }))?.status).toBe("affected");
    expect(verdictOf(subject({ fixed: 3 }))?.status).toBe("fixed");
    expect(verdictOf(subject({}))).toBeNull();
  });

  it("names each version by its digest, and all of them where none is known", () => {
    expect(imagePurls("docker.io/acme/web", [`sha256:${"a".repeat(64)}`])).toEqual([
      `pkg:oci/web@sha256%3A${"a".repeat(64)}?repository_url=docker.io/acme/web`,
    ]);
    expect(imagePurls("reg.example:5000/x/Web", [])).toEqual(["pkg:oci/web?repository_url=reg.example:5000/x/Web"]);
  });

  it("is the same after a way through OpenVEX", () => {
    const document = openVex({ id: "urn:uuid:1", author: "a", at }, [subject({ decisions: [falsePositive] })]);
    expect(readOpenVex(JSON.parse(JSON.stringify(document))).claims).toEqual([
      {
        names: ["CVE-2026-1", "GHSA-1"],
        product: "pkg:oci/web?repository_url=docker.io/acme/web",
        image: { repository: "docker.io/acme/web", digests: [] },
        status: "not_affected",
        justification: "vulnerable_code_not_present",
        statement: "not worth it",
      },
    ]);
  });

  it("has CycloneDX's words", () => {
    const of = (...decisions: VexDecision[]) =>
      (cycloneDxVex({ id: "urn:uuid:1", author: "a", at }, [subject({ decisions })]).vulnerabilities as unknown[])[0];
    expect(of(falsePositive)).toMatchObject({
      analysis: { state: "false_positive", justification: "code_not_present" },
    });
    expect(of(decision({ kind: "no_fix" }))).toMatchObject({
      analysis: { state: "exploitable", response: ["can_not_fix"] },
    });
  });
});

describe("reading OpenVEX", () => {
  const document = (statements: unknown) => ({
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": "x",
    author: "a",
    statements,
  });
  it.each<[unknown, RegExp]>([
    [[], /no OpenVEX document/],
    [{ bomFormat: "CycloneDX" }, /no OpenVEX document/],
    [{ "@context": "https://openvex.dev/ns", "@id": "x" }, /no author/],
    [document([]), /no statements/],
    [document([{ status: "fixed" }]), /statements\[0\] names no vulnerability/],
    [document([{ vulnerability: { name: "CVE-1" } }]), /statements\[0\] has no status/],
    [document([{ vulnerability: "CVE-1", status: "fixed", products: [7] }]), /statements\[0\] names no product/],
  ])("%j is refused with one line", (bad, message) => {
    expect(() => readOpenVex(bad)).toThrow(message);
  });

  it.each([
    ["pkg:oci/web@sha256%3Aabc?repository_url=docker.io/acme/web&tag=1", "docker.io/acme/web", "sha256:abc"],
    ["pkg:oci/web?repository_url=docker.io/acme&tag=1.2", "docker.io/acme/web", "1.2"],
    ["pkg:oci/nginx", "docker.io/library/nginx", undefined],
    ["pkg:oci/web?repository_url=ghcr.io/acme", "ghcr.io/acme/web", undefined],
    ["pkg:docker/acme/web@1.2", "docker.io/acme/web", "1.2"],
    ["ghcr.io/acme/web:1.2", "ghcr.io/acme/web", "1.2"],
    ["pkg:deb/debian/openssl@3", undefined, undefined],
  ])("product %s is the image %s, version %s", (product, repository, version) => {
    const read = readOpenVex(document([{ vulnerability: "CVE-1", status: "not_affected", products: [product] }]));
    const image = read.claims[0]?.image;
    expect([image?.repository, image?.digests[0] ?? image?.tag]).toEqual([repository, version]);
  });
});
