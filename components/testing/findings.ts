import type { FindingDetail, FindingFacets, FindingRow } from "@/lib/client/contract/finding";
import { areas, kinds, severities } from "@/lib/domain/vocabulary";
import { asOf } from "./posture";
import { seeded } from "./random";

const titles = [
  "Use after free in the TLS session cache lets a remote client run code",
  "HTTP/2 stream reset flood exhausts memory",
  "Privileged container",
  "Container runs as root",
  "Path traversal in archive extraction",
  "Improper certificate validation in libcurl",
  "AWS access key in image layer",
  "No default deny NetworkPolicy in namespace",
  "Integer overflow in glib leads to heap corruption when parsing untrusted input of great length",
  "Ensure that the --anonymous-auth argument is set to false",
] as const;
const assets = [
  "shop/api",
  "shop/storefront",
  "shop/cart",
  "cache/redis",
  "billing/worker",
  "edge/gateway",
  "search/indexer",
] as const;
const clusters = ["checkout-prod", "eu-batch", "us-batch", "payments-prod", "staging", "dev", "legacy-dc1"] as const;
const teams = ["checkout", "payments", "platform", null] as const;
const words = severities.list.toReversed();

/** `length` findings in order of risk, the same ones each time. */
export function manyFindings(length: number): FindingRow[] {
  const random = seeded(42);
  return Array.from({ length }, (_, index): FindingRow => {
    const severity = words[Math.min(words.length - 1, Math.floor((index / length) ** 0.7 * words.length))] ?? "low";
    const asset = random.pick(assets);
    const state = random.pick([
      "open",
      "open",
      "open",
      "in_progress",
      "awaiting_verification",
      "awaiting_scan",
      "accepted",
    ] as const);
    const days = random.int(200);
    const due = random.chance(0.6)
      ? new Date(Date.parse(asOf) + (random.int(60) - 12) * 86_400_000).toISOString()
      : null;
    const kev = severity === "critical" && random.chance(0.15);
    return {
      id: String(index + 1),
      kind: random.pick(kinds.list.slice(0, 5)),
      area: random.pick(areas.list.slice(0, 6)),
      severity,
      state,
      fixState: random.pick(["available", "available", "none", "unknown", "wont_fix"] as const),
      rule: random.chance(0.7)
        ? `CVE-202${random.int(6)}-${10000 + random.int(50000)}`
        : `trivy:KSV${100 + random.int(50)}`,
      title: random.pick(titles),
      asset: { kind: random.chance(0.7) ? "image" : "workload", name: asset },
      cluster: random.pick(clusters),
      namespace: asset.split("/")[0] ?? null,
      team: random.pick(teams),
      fixTeam: random.pick(teams),
      places: 1 + random.int(6),
      points: Math.round(1000 * (1 - index / length) ** 4) / 10 + 0.1,
      witnesses: random.chance(0.3) ? ["Trivy", "Grype"] : ["Trivy"],
      kev,
      exposed: random.chance(0.2),
      running: random.pick(["yes", "yes", "yes", "unknown", "no"] as const),
      firstSeenAt: new Date(Date.parse(asOf) - days * 86_400_000).toISOString(),
      stateAt: new Date(Date.parse(asOf) - days * 43_200_000).toISOString(),
      dueAt: due,
      assignee: random.chance(0.2) ? random.pick(["Ada Okafor", "Jon Berg"]) : null,
      abilities: {
        "findings.triage": true,
        "exceptions.request": true,
        "exceptions.decide": false,
        "severity.override": false,
      },
    };
  });
}

const facet = (values: [string, string, number][]) =>
  values.map(([value, label, count]) => ({
    value,
    label,
    count: { value: Math.min(count, 10_000), atLeast: count > 10_000 },
  }));

export const facets: FindingFacets = {
  severity: facet([
    ["critical", "Critical", 109],
    ["high", "High", 898],
    ["medium", "Medium", 3227],
    ["unknown", "Unknown", 43],
    ["low", "Low", 12_004],
    ["info", "Info", 120],
  ]),
  area: facet([
    ["application", "Application", 12_100],
    ["platform", "Platform", 2210],
    ["network", "Network", 322],
    ["host", "Host", 610],
    ["runtime", "Runtime", 31],
  ]),
  kind: facet([
    ["vulnerability", "Vulnerability", 11_200],
    ["misconfiguration", "Misconfiguration", 2900],
    ["secret", "Secret", 12],
    ["runtime", "Runtime", 31],
  ]),
  state: facet([
    ["open", "Open", 12_900],
    ["in_progress", "In progress", 240],
    ["awaiting_verification", "Awaiting verification", 31],
    ["awaiting_scan", "Awaiting scan", 88],
    ["accepted", "Accepted", 19],
  ]),
  cluster: facet(clusters.map((slug, index) => [slug, slug, 1900 - index * 211])),
  team: facet([
    ["checkout", "Checkout", 5400],
    ["platform", "Platform", 3100],
    ["payments", "Payments", 85],
    ["none", "Unowned", 286],
  ]),
  fix: facet([
    ["available", "Fix available", 8800],
    ["none", "No fix", 2100],
    ["wont_fix", "Will not be fixed", 480],
    ["unknown", "Not known", 900],
  ]),
};

export const findingDetail: FindingDetail = {
  ...(manyFindings(1)[0] as FindingRow),
  severity: "critical",
  rule: "CVE-2026-31337",
  title: titles[0],
  kev: true,
  exposed: true,
  points: 300,
  places: 3,
  state: "open",
  cluster: "checkout-prod",
  team: "checkout",
  fixTeam: "checkout",
  namespace: "shop",
  witnesses: ["Trivy", "Grype"],
  presence: "present",
  decision: "none",
  work: "todo",
  awaitingScan: false,
  exception: { inForce: null, asked: null },
  clusterName: "checkout-prod",
  teamName: "Checkout",
  fixTeamName: "Checkout",
  ruleInfo: {
    code: "CVE-2026-31337",
    aliases: ["GHSA-x4vr-9c2m-8q7p", "DSA-6120-1"],
    description:
      "A use after free in the session cache of `libssl` lets a remote client run code.\n\n### Impact\nAny server that terminates TLS and resumes sessions is affected.\n\n* Client certificates make no difference.\n* Setting `SSL_OP_NO_TICKET` does not help.",
    remediation: "Update libssl3 to 3.0.17 or newer.",
    references: [
      "https://nvd.nist.gov/vuln/detail/CVE-2026-31337",
      "https://security-tracker.debian.org/tracker/CVE-2026-31337",
    ],
    controls: ["CIS 5.2.1", "NSA-3.1"],
    epss: 0.734,
    opinions: [
      { by: "debian", source: "trivy", severity: "critical", cvss: null, decides: true },
      {
        by: "nvd",
        source: "trivy",
        severity: "high",
        cvss: { score: 8.8, vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H" },
        decides: false,
      },
    ],
  },
  pointsParts: [
    { label: "critical", value: 10 },
    { label: "known exploited (KEV)", value: 5 },
    { label: "reachable from the internet", value: 2 },
    { label: "workloads", value: 3 },
  ],
  evidence: [
    {
      tool: "Trivy",
      asset: "shop/api:2.4.0",
      severity: "critical",
      observedAt: "2026-11-22T06:00:00Z",
      firstSeenAt: "2026-11-19T06:00:00Z",
      stale: false,
      overruled: false,
      installed: "3.0.15-1~deb12u1",
      fixed: "3.0.17-1~deb12u1",
      package: "libssl3",
      fields: { path: "usr/lib/x86_64-linux-gnu/libssl.so.3", layer: "sha256:92c1f0" },
    },
    {
      tool: "Grype",
      asset: "shop/api:2.4.0",
      severity: "high",
      observedAt: "2026-11-12T06:00:00Z",
      firstSeenAt: "2026-11-19T08:00:00Z",
      stale: true,
      overruled: true,
      installed: "3.0.15-1~deb12u1",
      fixed: "3.0.17-1~deb12u1",
      package: "libssl3",
      fields: {},
    },
  ],
  silent: [{ tool: "Snyk", asset: "shop/api:2.4.0", observedAt: "2026-11-21T06:00:00Z", stale: false }],
  workloads: [
    { kind: "Deployment", name: "api", namespace: "shop", version: "2.4.0", exposed: true },
    { kind: "Deployment", name: "api-canary", namespace: "shop", version: "2.4.0", exposed: true },
    { kind: "CronJob", name: "api-export", namespace: "shop", version: "2.3.9", exposed: false },
  ],
  elsewhere: [
    {
      id: "77",
      asset: "billing/worker",
      cluster: "eu-batch",
      namespace: "billing",
      team: "payments",
      severity: "critical",
      state: "in_progress",
    },
    {
      id: "78",
      asset: "edge/gateway",
      cluster: "dev",
      namespace: "edge",
      team: "platform",
      severity: "critical",
      state: "open",
    },
  ],
  action: { id: "1", kind: "move_image", title: "Move shop/api to 2.4.1" },
  fix: { title: "Move shop/api to 2.4.1", detail: "libssl3 3.0.15-1~deb12u1 → 3.0.17-1~deb12u1" },
  comments: [
    {
      id: "1",
      at: "2026-11-20T09:12:00.000Z",
      author: "Ada Example",
      text: "We move to the next base image on Monday.",
    },
  ],
  history: [
    {
      at: "2026-11-22T06:00:00Z",
      recordedAt: "2026-11-22T06:01:10Z",
      axis: "points",
      before: "150",
      after: "300",
      actor: null,
      report: "412",
      note: null,
    },
    {
      at: "2026-11-20T12:00:00Z",
      recordedAt: "2026-11-20T12:00:00Z",
      axis: "severity",
      before: "high",
      after: "critical",
      actor: null,
      report: "398",
      note: null,
    },
    {
      at: "2026-11-19T06:00:00Z",
      recordedAt: "2026-11-19T06:00:40Z",
      axis: "presence",
      before: null,
      after: "present",
      actor: null,
      report: "371",
      note: null,
    },
  ],
  due: {
    days: 3,
    startedAt: "2026-11-20T12:00:00Z",
    cause: "rise",
    environment: "production",
    paused: false,
  },
};
