import type { Score } from "@/lib/client/contract/common";
import type { Overview, PlaceDetail, PostureRow } from "@/lib/client/contract/posture";
import { areas } from "@/lib/domain/vocabulary";
import { seeded } from "./random";

export const asOf = "2026-11-22T09:30:00Z";

const unknown: Score = {
  score: null,
  state: "unknown",
  coverage: 0,
  change: null,
  reason: "never assessed",
  points: 0,
  acceptedPoints: 0,
  exposedKev: 0,
  observedAt: null,
};

/** A score of the given value; negative means stale, null never assessed. */
function score(value: number | null, change: number | null = 0, coverage = 0.9, exposedKev = 0): Score {
  if (value === null) return unknown;
  const size = Math.abs(value);
  return {
    score: size,
    state: value < 0 ? "stale" : "known",
    coverage,
    change,
    reason: value < 0 ? "kube-bench last heard 9 days ago" : null,
    points: Math.round((100 / Math.max(size, 1) - 1) * 5000) / 10,
    acceptedPoints: 4,
    exposedKev,
    observedAt: value < 0 ? "2026-11-13T06:00:00Z" : "2026-11-22T06:00:00Z",
  };
}

function row(
  key: string,
  environment: string | null,
  values: (number | null)[],
  overall: Score,
  open: [number, number, number, number],
): PostureRow {
  const random = seeded(key.length * 31 + values.length);
  return {
    key,
    name: key,
    environment,
    overall,
    areas: Object.fromEntries(
      areas.list.map((area, index) => [area, score(values[index] ?? null, random.int(5) - 2)]),
    ) as PostureRow["areas"],
    open: { critical: open[0], high: open[1], medium: open[2], low: open[3], unknown: 4, info: 12 },
    findings: open[0] + open[1] + open[2] + open[3] + 16,
    fixable: Math.round((open[0] + open[1]) * 0.7),
    workloads: 20 + random.int(180),
  };
}

export const clusterRows: PostureRow[] = [
  row("checkout-prod", "production", [88, 41, 72, 90, 35, 60, null], score(58.2, -6, 0.83, 3), [14, 132, 611, 1204]),
  row("legacy-dc1", "production", [-22, 8, 18, null, 4, null, null], score(13.1, -1, 0.44, 1), [61, 402, 988, 640]),
  row("edge-onprem", "production", [null, null, 64, null, 70, null, null], score(67, 2, 0.38), [2, 21, 140, 322]),
  row("eu-batch", "production", [93, 77, 81, 90, 66, 95, null], score(82.4, 0, 0.91), [3, 40, 233, 501]),
  row("us-batch", "production", [91, 79, -83, 90, 71, 94, null], score(83, 1, 0.9), [1, 38, 201, 477]),
  row("payments-prod", "production", [96, 92, 94, 97, 91, 98, 90], score(94, 1, 0.97), [0, 4, 31, 96]),
  row("staging", "staging", [86, 71, 77, 84, 52, 88, null], score(76, -2, 0.88), [6, 71, 303, 690]),
  row("dev", "development", [81, 55, 62, 80, 38, null, null], score(63, 3, 0.71), [22, 190, 720, 1303]),
];

export const teamRows: PostureRow[] = [
  row("checkout", null, [null, 44, 70, 88, 33, 61, 80], score(57, -6, 0.8, 3), [12, 101, 404, 800]),
  row("payments", null, [null, 91, 93, 96, 90, 97, 90], score(93, 1, 0.95), [0, 3, 22, 60]),
  row("platform", null, [80, 68, 71, 84, 72, 80, null], score(76, 0, 0.9), [4, 52, 300, 512]),
  {
    ...row("unowned", null, [null, 30, 41, null, 28, null, null], score(34, 0, 0.4), [9, 77, 212, 388]),
    key: null,
    name: "Unowned",
  },
];

export const total = row("fleet", null, [84, 52, 69, 88, 47, 78, 85], score(64.3, -3, 0.79, 4), [109, 898, 3227, 5233]);

const counts = (critical: number, high: number, medium: number, low: number) => ({
  critical: Math.max(0, critical),
  high: Math.max(0, high),
  medium,
  low,
  unknown: 0,
  info: 0,
});

const named = (slug: string) => ({ slug, name: slug });

export const overview: Overview = {
  sentences: [
    [
      { text: "checkout-prod", href: "/clusters/checkout-prod" },
      { text: " fell 6 points: " },
      { text: "a KEV vulnerability", href: "/findings?kev=true&cluster=checkout-prod" },
      { text: " reached " },
      { text: "3 internet-facing workloads", href: "/findings?exposed=true&kev=true" },
      { text: ". Moving " },
      { text: "shop/api", href: "/findings?asset=shop/api", mono: true },
      { text: " to 2.4.1 removes it." },
    ],
    [{ text: "286 findings", href: "/findings?team=none" }, { text: " are on assets that nobody owns." }],
  ],
  posture: { by: "cluster", total: { ...total, key: null, name: "All clusters" }, rows: clusterRows, asOf, day: null },
  worstAssets: ["api", "storefront", "cart", "legacy-billing", "image-resizer", "auth-proxy"].map((name, index) => ({
    kind: "workload",
    name,
    href: `/findings?asset=${name}`,
    cluster: named(index < 4 ? "checkout-prod" : "legacy-dc1"),
    namespace: "shop",
    team: index === 3 ? null : named("checkout"),
    points: 2310 - index * 337,
    open: counts(6 - index, 31 - index * 3, 60, 102),
    exposedKev: index === 0 ? 2 : 0,
  })),
  newestCritical: ["CVE-2026-31337", "CVE-2026-20881", "CVE-2025-49844", "trivy:KSV017", "CVE-2026-11007"].map(
    (rule, index) => ({
      id: String(index + 1),
      rule,
      title: [
        "Use after free in the TLS session cache lets a remote client run code",
        "HTTP/2 stream reset flood exhausts memory",
        "Lua use-after-free may lead to remote code execution",
        "Privileged container",
        "Path traversal in archive extraction",
      ][index] as string,
      severity: "critical" as const,
      asset: ["shop/api", "shop/storefront", "cache/redis", "node-agent", "shop/importer"][index] as string,
      cluster: named(index < 3 ? "checkout-prod" : "dev"),
      namespace: "shop",
      team: named("checkout"),
      kev: index === 0,
      firstSeenAt: new Date(Date.parse(asOf) - (index + 0.3) * 31_000_000).toISOString(),
    }),
  ),
  unknown: [
    {
      cluster: named("edge-onprem"),
      area: "host",
      state: "unknown",
      reason: "no host evidence was ever imported",
      observedAt: null,
    },
    {
      cluster: named("edge-onprem"),
      area: "network",
      state: "unknown",
      reason: "no network evidence was ever imported",
      observedAt: null,
    },
    {
      cluster: named("legacy-dc1"),
      area: "host",
      state: "stale",
      reason: "kube-bench last heard 9 days ago",
      observedAt: "2026-11-13T06:00:00Z",
    },
    {
      cluster: named("us-batch"),
      area: "platform",
      state: "stale",
      reason: "kube-bench last heard 11 days ago",
      observedAt: "2026-11-11T06:00:00Z",
    },
  ],
  unowned: 286,
};

export const placeDetail: PlaceDetail = {
  day: null,
  row: clusterRows[0] as PostureRow,
  sentences: overview.sentences.slice(0, 1),
  byOther: teamRows,
  workloads: Array.from({ length: 24 }, (_, index) => ({
    name:
      ["api", "storefront", "cart", "image-resizer", "auth-proxy", "search"][index % 6] +
      (index > 5 ? `-${index}` : ""),
    workloadKind: index % 5 === 0 ? "StatefulSet" : "Deployment",
    cluster: named("checkout-prod"),
    namespace: ["shop", "edge", "cache"][index % 3] as string,
    team: index % 7 === 3 ? null : named("checkout"),
    exposed: index % 4 === 0,
    running: (index % 9 === 8 ? "unknown" : index % 11 === 10 ? "no" : "yes") as "yes" | "no" | "unknown",
    points: Math.round(2310 / (index + 1)),
    open: counts(6 - index, 31 - index * 2, 60 - index, 102 - index),
    images: [`registry.example.org/shop/app-${index}:2.${index}.0`],
  })),
  sources: [
    {
      tool: "Trivy",
      class: "vulnerability",
      targets: 81,
      complete: true,
      observedAt: "2026-11-22T06:00:00Z",
      stale: false,
    },
    {
      tool: "Trivy",
      class: "misconfiguration",
      targets: 102,
      complete: true,
      observedAt: "2026-11-22T06:00:00Z",
      stale: false,
    },
    {
      tool: "kube-bench",
      class: "compliance",
      targets: 9,
      complete: true,
      observedAt: "2026-11-13T06:00:00Z",
      stale: true,
    },
    { tool: "Falco", class: "runtime", targets: 1, complete: false, observedAt: "2026-11-22T09:28:00Z", stale: false },
    {
      tool: "Kubernetes",
      class: "inventory",
      targets: 1,
      complete: true,
      observedAt: "2026-11-22T09:00:00Z",
      stale: false,
    },
  ],
  work: { dueSoon: 9, breached: 3, awaitingVerification: 5 },
};
