import type { Clock } from "../clock";
import type { Cluster } from "../company/workload";
import { repositories } from "../facts/repositories";
import type { BenchmarkRun } from "../write/kube-bench";
import type { DemoReport } from "./report";
import {
  alertsOf,
  type Build,
  benchmark,
  buildScan,
  clusterOf,
  configScans,
  imageScans,
  objectsOf,
  repositoryScan,
} from "./sources";

/** Days ago of the weekly scans. */
const weekly = (latest: number): number[] => Array.from({ length: 8 }, (_, week) => latest + 7 * week);

const builds: Build[] = [
  { image: "checkout/promo-engine", tag: "0.8.2", ago: 36 },
  { image: "checkout/checkout-api", tag: "5.4.0", ago: 32 },
  { image: "data/airflow", tag: "2.7.3-2", ago: 31 },
  { image: "checkout/cart-api", tag: "2.15.1", ago: 25 },
  { image: "payments/payments-api", tag: "8.1.0", ago: 18 },
  { image: "data/airflow", tag: "2.7.3-2", ago: 14 },
  { image: "web/storefront", tag: "4.0.0", ago: 11 },
  { image: "web/loyalty", tag: "0.5.0-rc.1", ago: 35 },
  { image: "data/airflow", tag: "2.7.3-2", ago: 2, half: true },
];

/** Every report of the last eight weeks, in no order. */
export function allReports(clock: Clock): DemoReport[] {
  const prod = clusterOf("checkout-prod");
  const batch = clusterOf("eu-batch");
  const edge = clusterOf("edge-onprem");
  const staging = clusterOf("staging");
  const scans = (cluster: Cluster, latest: number) =>
    weekly(latest).flatMap((ago) => [
      objectsOf(cluster, ago, clock),
      imageScans(cluster, ago, clock),
      configScans(cluster, ago, clock),
    ]);
  return [
    ...scans(prod, 2),
    ...scans(batch, 5),
    ...scans(edge, 4),
    ...scans(staging, 3),
    // The storefront's new version goes out between two scans, and today its repair, which nobody has scanned yet.
    objectsOf(prod, 3, clock, 16),
    objectsOf(prod, 0, clock, 11),
    ...[44, 5].flatMap((ago) => managedBenchmark(prod, { numbers: "eks", version: "eks-1.5.0", care: 0, ago }, clock)),
    ...managedBenchmark(batch, { numbers: "gke", version: "gke-1.6.0", care: 2, ago: 46 }, clock),
    ...[38, 3].flatMap((ago) => ownBenchmark(staging, ago, clock)),
    ...[43, 36, 29, 22, 15, 8, 1].map((ago) => alertsOf(prod, ago + 6, ago, clock)),
    ...[40, 33, 26, 19, 12, 5].map((ago) => alertsOf(batch, ago + 6, ago, clock)),
    ...builds.map((build) => buildScan(build, clock)),
    ...repositories.map(({ name }) => repositoryScan(name, 28, clock)),
    ...["checkout/cart-api", "data/pipelines"].map((name) => repositoryScan(name, 7, clock)),
    brokenBenchmark(batch, clock),
    errorPage(clock),
  ];
}

type Run = Omit<BenchmarkRun, "on" | "parts">;

/** Where the cloud runs the control plane: each node, and the policies of the cluster. */
const managedBenchmark = (cluster: Cluster, run: Run, clock: Clock) => [
  ...cluster.nodes.map(({ name }) => benchmark(cluster, name, { ...run, parts: ["node"] }, clock)),
  benchmark(cluster, null, { ...run, parts: ["policies"] }, clock),
];

function ownBenchmark(cluster: Cluster, ago: number, clock: Clock): DemoReport[] {
  const run: Run = { numbers: "cis", version: "cis-1.10", care: 1, ago };
  return cluster.nodes.map(({ name, role }) =>
    benchmark(
      cluster,
      name,
      { ...run, parts: role === "worker" ? ["node"] : ["master", "etcd", "node", "policies"] },
      clock,
    ),
  );
}

/** The job's disk was full, so the file ends in the middle: its cluster's evidence stays old. */
function brokenBenchmark(cluster: Cluster, clock: Clock): DemoReport {
  const [node] = cluster.nodes;
  const run: BenchmarkRun = { on: "", numbers: "gke", version: "gke-1.6.0", care: 2, ago: 4, parts: ["node"] };
  const whole = benchmark(cluster, node?.name ?? null, run, clock);
  return { ...whole, body: () => whole.body().slice(0, 2500) };
}

/** The registry's proxy answered in the scanner's place. */
function errorPage(clock: Clock): DemoReport {
  return {
    ...{ at: clock.at(0, 10.5), cluster: null, fileName: "storefront-4.0.1.json", options: {} },
    body: () => "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>\n",
  };
}
