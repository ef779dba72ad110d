import type { Clock } from "../clock";
import type { Cluster } from "../company/cluster";
import type { BenchmarkRun } from "../write/kube-bench";
import type { DemoReport } from "./report";
import { benchmark, clusterOf } from "./sources";

type Run = Omit<BenchmarkRun, "on" | "parts" | "ago">;

interface Habit {
  cluster: string;
  run: Run;
  /** Days ago. */
  days: number[];
}

const eks: Run = { numbers: "eks", version: "eks-1.5.0", care: 0 };
const aks: Run = { numbers: "aks", version: "aks-1.7", care: 0 };
const cis: Run = { numbers: "cis", version: "cis-1.10", care: 1 };

/** Who runs the benchmark where, and when. The edges and development never did, and Search stopped after one run. */
const habits: Habit[] = [
  { cluster: "checkout-prod", run: eks, days: [86, 58, 30, 3] },
  { cluster: "shop-us", run: eks, days: [85, 57, 29, 5] },
  { cluster: "payments-vault", run: { ...cis, care: 0 }, days: [88, 74, 60, 46, 32, 18, 4] },
  { cluster: "identity-prod", run: aks, days: [82, 54, 26, 6] },
  { cluster: "logistics-prod", run: { ...aks, care: 1 }, days: [84, 56, 28, 2] },
  { cluster: "eu-batch", run: { ...cis, care: 2 }, days: [88, 74, 60, 46] },
  { cluster: "search-prod", run: { numbers: "gke", version: "gke-1.6.0", care: 1 }, days: [63] },
  { cluster: "ml-gpu", run: { ...cis, care: 2 }, days: [87, 73] },
  { cluster: "ml-gpu", run: cis, days: [59, 31] },
  { cluster: "ml-gpu", run: { ...cis, care: 0 }, days: [17, 3] },
  { cluster: "staging", run: cis, days: [80, 52, 38, 3] },
  { cluster: "dr-onprem", run: cis, days: [75, 47] },
];

export const allBenchmarks = (clock: Clock): DemoReport[] =>
  habits.flatMap(({ cluster, run, days }) => days.flatMap((ago) => runOf(clusterOf(cluster), { ...run, ago }, clock)));

/** Each node. Where the cloud runs the control plane, the policies of the cluster are a run of their own. */
function runOf(cluster: Cluster, run: Run & { ago: number }, clock: Clock): DemoReport[] {
  const own = run.numbers === "cis";
  const nodes = cluster.nodes.map(({ name, role }) =>
    benchmark(
      cluster,
      name,
      { ...run, parts: own && role === "control-plane" ? ["master", "etcd", "node", "policies"] : ["node"] },
      clock,
    ),
  );
  return own ? nodes : [...nodes, benchmark(cluster, null, { ...run, parts: ["policies"] }, clock)];
}

/** Since then the job's disk is full, so that each file ends in the middle: its cluster's evidence stays old. */
export function brokenBenchmarks(clock: Clock): DemoReport[] {
  const cluster = clusterOf("eu-batch");
  return [32, 18, 4].map((ago) => {
    const whole = benchmark(cluster, cluster.nodes[0]?.name ?? null, { ...cis, care: 2, ago, parts: ["node"] }, clock);
    return { ...whole, body: () => whole.body().slice(0, 2500) };
  });
}
