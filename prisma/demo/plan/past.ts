import type { Clock } from "../clock";
import { clusters } from "../company/company";
import { repositories } from "../facts/repositories";
import { alertDays } from "../write/falco";
import { allBenchmarks, brokenBenchmarks } from "./benchmarks";
import { allBuilds } from "./builds";
import { codeScans } from "./code-scans";
import { otherTools } from "./other-tools";
import { referenceLists } from "./reference";
import { registryScans } from "./registry-scans";
import type { DemoReport } from "./report";
import { daysOf, type Rhythm } from "./rhythm";
import { alertsOf, clusterOf, nodeScan, objectsOf, operatorScans, repositoryScan } from "./sources";

/** How the operator in each cluster scans, and its configuration is sent. */
const scanned: Readonly<Record<string, Rhythm>> = {
  // Today its new version goes out, which nobody has scanned yet.
  "checkout-prod": { weekday: 2, last: 1 },
  "shop-us": { weekday: 4 },
  "payments-vault": { weekday: 0 },
  "identity-prod": { weekday: 6 },
  "logistics-prod": { weekday: 1 },
  "search-prod": { weekday: 5 },
  "eu-batch": { weekday: 5 },
  "ml-gpu": { weekday: 4 },
  staging: { weekday: 3 },
  dev: { weekday: 3, weekly: true },
  "edge-onprem": { weekday: 4, weekly: true },
  "dr-onprem": { weekday: 5, last: 47 },
};

/** Whose machines are scanned for their packages. */
const machinesScanned: Readonly<Record<string, Rhythm>> = {
  "eu-batch": { weekday: 4, weekly: "every other", last: 46 },
  "edge-onprem": { weekday: 2, weekly: "every other" },
  "ml-gpu": { weekday: 3, weekly: "every other" },
  "payments-vault": { weekday: 1, weekly: "every other" },
  staging: { weekday: 6, weekly: "every other" },
};

/** Every report of the last ninety days, in no order. */
export function allReports(clock: Clock): DemoReport[] {
  const scans = Object.entries(scanned).flatMap(([slug, rhythm]) => {
    const cluster = clusterOf(slug);
    return daysOf(rhythm).flatMap((ago) => [objectsOf(cluster, ago, clock), operatorScans(cluster, ago, clock)]);
  });
  const north = daysOf({ weekday: 6, weekly: true, first: 20 });
  const machines = Object.entries(machinesScanned).flatMap(([slug, rhythm]) => {
    const cluster = clusterOf(slug);
    return daysOf(rhythm).flatMap((ago) => cluster.nodes.map(({ name }) => nodeScan(cluster, name, ago, clock)));
  });
  return [
    ...scans,
    ...machines,
    ...north.map((ago) => objectsOf(clusterOf("edge-north"), ago, clock)),
    objectsOf(clusterOf("checkout-prod"), 0, clock, 11),
    ...clusters.flatMap((cluster) => alertDays(cluster).map((ago) => alertsOf(cluster, ago, clock))),
    ...otherTools(clock),
    ...allBenchmarks(clock),
    ...brokenBenchmarks(clock),
    ...allBuilds(clock),
    ...registryScans(clock),
    ...repositories.flatMap(({ name }, index) =>
      [0, 1, 2, 3, 4, 5].map((nth) => repositoryScan(name, 88 - (index % 5) - 16 * nth, clock)),
    ),
    ...codeScans(clock),
    ...referenceLists(clock),
    errorPage(clock),
  ];
}

/** The registry's proxy answered in the scanner's place. */
function errorPage(clock: Clock): DemoReport {
  return {
    ...{ at: clock.at(0, 10.5), ago: 0, cluster: null, fileName: "storefront-4.0.1.json", options: {} },
    body: () => "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>\n",
  };
}
