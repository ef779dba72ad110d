import type { Clock } from "../clock";
import type { Cluster } from "../company/cluster";
import { gatekeeperConstraints } from "../write/gatekeeper";
import { kubescapeReport } from "../write/kubescape";
import { policyReports } from "../write/policy-report";
import type { DemoReport } from "./report";
import { daysOf, type Rhythm } from "./rhythm";
import { clusterOf } from "./sources";

/** A tool beside the operator that looks at the workloads of a cluster. */
interface Other {
  name: string;
  hour: number;
  clusters: Readonly<Record<string, Rhythm>>;
  write(cluster: Cluster, ago: number, at: Date): object;
}

const others: Other[] = [
  {
    name: "policyreports",
    hour: 3.6,
    clusters: {
      "checkout-prod": { weekday: 2, weekly: true, last: 1 },
      "shop-us": { weekday: 4, weekly: true },
      "payments-vault": { weekday: 0 },
      "identity-prod": { weekday: 6 },
    },
    write: policyReports,
  },
  {
    name: "constraints",
    hour: 3.7,
    clusters: {
      "logistics-prod": { weekday: 1, weekly: true },
      "eu-batch": { weekday: 5, weekly: true },
      staging: { weekday: 3, weekly: true },
    },
    write: gatekeeperConstraints,
  },
  {
    name: "kubescape",
    hour: 5,
    clusters: {
      "logistics-prod": { weekday: 2, weekly: true },
      "search-prod": { weekday: 0, weekly: true },
      "ml-gpu": { weekday: 5, weekly: true },
      dev: { weekday: 6, weekly: true },
    },
    write: kubescapeReport,
  },
];

/** What tools say that see the same things as the operator: one finding then has several witnesses. */
export const otherTools = (clock: Clock): DemoReport[] =>
  others.flatMap(({ name, hour, clusters, write }) =>
    Object.entries(clusters).flatMap(([slug, rhythm]) => {
      const cluster = clusterOf(slug);
      return daysOf(rhythm).map((ago): DemoReport => {
        const at = clock.at(ago, hour);
        return {
          ...{ at, ago, cluster: slug, fileName: `${slug}-${name}.json`, options: {} },
          body: () => `${JSON.stringify(write(cluster, ago, at))}\n`,
        };
      });
    }),
  );
