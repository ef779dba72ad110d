/** Reports of several tools about the same things, each in the tool's own format. */

const digest = `sha256:${"5c".repeat(32)}`;
const repository = "registry.example.com/shop/web";

export interface Flaw {
  cve: string;
  ghsa?: string;
  package: string;
  version: string;
  ecosystem: "deb/debian" | "npm";
}

const purl = (flaw: Flaw) => `pkg:${flaw.ecosystem}/${flaw.package}@${flaw.version}`;
const at = (day: number) => new Date(Date.UTC(2026, 2, day, 6)).toISOString();

export function trivyImage(flaws: Flaw[], day: number): string {
  const result = (ecosystem: Flaw["ecosystem"], Class: string, Type: string) => ({
    ...{ Target: `${Type} packages`, Class, Type },
    Vulnerabilities: flaws
      .filter((flaw) => flaw.ecosystem === ecosystem)
      .map((flaw) => ({
        ...{ VulnerabilityID: flaw.cve, VendorIDs: flaw.ghsa ? [flaw.ghsa] : [], PkgName: flaw.package },
        ...{
          PkgIdentifier: { PURL: purl(flaw) },
          InstalledVersion: flaw.version,
          Severity: "HIGH",
          Title: `About ${flaw.cve}`,
        },
      })),
  });
  return JSON.stringify({
    ...{ SchemaVersion: 2, CreatedAt: at(day), ArtifactName: `${repository}:1.4.0`, ArtifactType: "container_image" },
    Metadata: { RepoTags: [`${repository}:1.4.0`], RepoDigests: [`${repository}@${digest}`] },
    Results: [result("deb/debian", "os-pkgs", "debian"), result("npm", "lang-pkgs", "node-pkg")],
  });
}

/** Grype names what comes from GitHub's database by its GHSA, with the CVE beside it. */
export function grypeImage(flaws: Flaw[], day: number): string {
  return JSON.stringify({
    matches: flaws.map((flaw) => ({
      vulnerability: {
        ...{ id: flaw.ghsa ?? flaw.cve, severity: "High", description: `About ${flaw.cve}`, cvss: [], advisories: [] },
        ...{ namespace: flaw.ghsa ? "github:language:javascript" : "debian:distro:debian:12", urls: [] },
        fix: { versions: [], state: "unknown" },
      },
      relatedVulnerabilities: [{ id: flaw.cve, namespace: "nvd:cpe", severity: "High", urls: [], cvss: [] }],
      matchDetails: [{ type: "exact-direct-match", matcher: "any", searchedBy: {}, found: {} }],
      artifact: {
        ...{
          id: flaw.package,
          name: flaw.package,
          version: flaw.version,
          type: flaw.ecosystem === "npm" ? "npm" : "deb",
        },
        ...{ purl: purl(flaw), locations: [], licenses: [], cpes: [], upstreams: [], language: "" },
      },
    })),
    source: {
      type: "image",
      target: {
        userInput: `${repository}:1.4.0`,
        manifestDigest: digest,
        tags: [`${repository}:1.4.0`],
        repoDigests: [`${repository}@${digest}`],
      },
    },
    descriptor: { name: "grype", version: "0.100.0", timestamp: at(day) },
  });
}

export function cycloneDxImage(flaws: Flaw[], day: number): string {
  const components = [...new Map(flaws.map((flaw) => [purl(flaw), flaw])).values()];
  return JSON.stringify({
    ...{ bomFormat: "CycloneDX", specVersion: "1.6", version: 1 },
    metadata: {
      timestamp: at(day),
      tools: { components: [{ type: "application", name: "depscan", version: "6.0.0" }] },
      component: {
        ...{ type: "container", "bom-ref": "image", name: repository, version: digest },
        purl: `pkg:oci/web@${encodeURIComponent(digest)}?repository_url=${encodeURIComponent(repository)}`,
      },
    },
    components: components.map((flaw) => ({
      ...{ type: "library", "bom-ref": purl(flaw), name: flaw.package, version: flaw.version, purl: purl(flaw) },
    })),
    vulnerabilities: flaws.map((flaw) => ({
      ...{ id: flaw.cve, ratings: [{ source: { name: "NVD" }, severity: "high", method: "other" }] },
      references: flaw.ghsa ? [{ id: flaw.ghsa, source: { name: "GitHub" } }] : [],
      affects: [{ ref: purl(flaw) }],
    })),
  });
}

/** Checks of the Deployment shop/web: true where it fails. By the tool's own ids. */
export type Checks = Record<string, boolean>;

export function kubescapeWorkload(checks: Checks, day: number): string {
  const resourceID = "apps/v1/shop/Deployment/web";
  const failed = Object.values(checks).filter(Boolean).length;
  const list = Object.entries(checks);
  return JSON.stringify({
    ...{
      generationTime: at(day),
      clusterName: "east",
      metadata: { scanMetadata: { format: "json", kubescapeVersion: "v3.0.0" } },
    },
    resources: [
      {
        resourceID,
        object: { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" }, spec: {} },
      },
    ],
    results: [
      {
        resourceID,
        controls: list.map(([controlID, fails]) => ({
          ...{ controlID, name: controlID, status: { status: fails ? "failed" : "passed" } },
          rules: [{ name: "rule", status: fails ? "failed" : "passed", paths: [] }],
        })),
      },
    ],
    summaryDetails: {
      controls: Object.fromEntries(
        list.map(([controlID, fails]) => [
          controlID,
          {
            ...{ controlID, name: controlID, status: fails ? "failed" : "passed", scoreFactor: 8 },
            ResourceCounters: { passedResources: fails ? 0 : 1, failedResources: fails ? 1 : 0, skippedResources: 0 },
          },
        ]),
      ),
      resourcesSeverityCounters: { highSeverity: failed },
    },
  });
}

export function trivyWorkload(checks: Checks): string {
  const list = Object.entries(checks);
  const failures = list.filter(([, fails]) => fails).length;
  return JSON.stringify({
    ClusterName: "east",
    Resources: [
      {
        ...{ Namespace: "shop", Kind: "Deployment", Name: "web" },
        Results: [
          {
            ...{ Target: "Deployment/web", Class: "config", Type: "kubernetes" },
            MisconfSummary: { Successes: list.length - failures, Failures: failures },
            Misconfigurations: list.map(([ID, fails]) => ({
              ...{ Type: "Kubernetes Security Check", ID, AVDID: ID, Title: ID, Severity: "HIGH", Message: "so it is" },
              Status: fails ? "FAIL" : "PASS",
            })),
          },
        ],
      },
    ],
  });
}

export function policyReportWorkload(checks: Checks, day: number): string {
  const list = Object.entries(checks);
  const failures = list.filter(([, fails]) => fails).length;
  const seconds = Date.parse(at(day)) / 1000;
  return JSON.stringify({
    ...{ apiVersion: "wgpolicyk8s.io/v1alpha2", kind: "PolicyReport" },
    metadata: {
      name: "web",
      namespace: "shop",
      creationTimestamp: at(1),
      labels: { "app.kubernetes.io/managed-by": "kyverno" },
    },
    scope: { apiVersion: "apps/v1", kind: "Deployment", name: "web", namespace: "shop" },
    results: list.map(([policy, fails]) => ({
      ...{
        policy,
        rule: "check",
        result: fails ? "fail" : "pass",
        scored: true,
        severity: "medium",
        source: "kyverno",
      },
      timestamp: { seconds, nanos: 0 },
    })),
    summary: { pass: list.length - failures, fail: failures, warn: 0, error: 0, skip: 0 },
  });
}
