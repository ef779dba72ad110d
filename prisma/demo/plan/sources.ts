import type { Clock } from "../clock";
import { type Cluster, packagesAt, workloadsAt } from "../company/cluster";
import { clusters } from "../company/company";
import { sourceHost } from "../company/ownership";
import { repositories } from "../facts/repositories";
import { roles } from "../facts/roles";
import { falcoLines } from "../write/falco";
import { grypeImage } from "../write/grype";
import { imageVersion } from "../write/image-version";
import { type BenchmarkRun, kubeBench } from "../write/kube-bench";
import { kubernetesObjects } from "../write/kubernetes";
import { trivyNode } from "../write/node-scan";
import { configAuditReports, list, rbacReports, vulnerabilityReports } from "../write/operator";
import { trivyRepository } from "../write/repository";
import { trivyImage } from "../write/trivy";
import type { DemoReport } from "./report";

/** Hours of the day at which each source sends; the configuration goes before what refers to it. */
const hours = {
  objects: 2,
  scans: 3,
  benchmark: 4.2,
  machines: 4.6,
  repositories: 9,
  builds: 14,
  alerts: 23.5,
};

const json = (value: object) => `${JSON.stringify(value)}\n`;

export function objectsOf(cluster: Cluster, ago: number, clock: Clock, hour: number = hours.objects): DemoReport {
  const at = clock.at(ago, hour);
  return {
    ...{ at, ago, cluster: cluster.slug, fileName: `${cluster.slug}-objects.json` },
    options: { observedAt: at.toISOString(), complete: true },
    body: () => json(list(kubernetesObjects(cluster, ago))),
  };
}

/** Everything that the operator keeps of a cluster: images, set-up of workloads, roles. */
export function operatorScans(cluster: Cluster, ago: number, clock: Clock): DemoReport {
  const at = clock.at(ago, hours.scans);
  const own = roles.filter((role) => role.cluster === cluster.slug);
  return {
    ...{ at, ago, cluster: cluster.slug, fileName: `${cluster.slug}-trivy-operator.json`, options: {} },
    body: () => {
      const workloads = workloadsAt(cluster, ago);
      return json(
        list([
          ...vulnerabilityReports(cluster.slug, workloads, ago, at),
          ...configAuditReports(cluster.slug, workloads, ago, at),
          ...rbacReports(own, at),
        ]),
      );
    },
  };
}

/** @param of null for the checks of the cluster as a whole */
export function benchmark(
  cluster: Cluster,
  of: string | null,
  run: Omit<BenchmarkRun, "on">,
  clock: Clock,
): DemoReport {
  const at = clock.at(run.ago, hours.benchmark);
  return {
    ...{ at, ago: run.ago, cluster: cluster.slug, fileName: `kube-bench-${of?.split(".")[0] ?? cluster.slug}.json` },
    options: { observedAt: at.toISOString(), ...(of ? { node: of } : {}) },
    body: () => json(kubeBench({ ...run, on: of ?? cluster.slug })),
  };
}

/** Packages of one machine. */
export function nodeScan(cluster: Cluster, name: string, ago: number, clock: Clock): DemoReport {
  const at = clock.at(ago, hours.machines);
  return {
    ...{ at, ago, cluster: cluster.slug, fileName: `rootfs-${name.split(".")[0]}.json`, options: { node: name } },
    body: () => json(trivyNode(name, packagesAt(cluster, ago), ago, at)),
  };
}

/** What the sensors of a cluster said on a day, sent in the evening. */
export function alertsOf(cluster: Cluster, ago: number, clock: Clock): DemoReport {
  const at = clock.at(ago, hours.alerts);
  return {
    ...{ at, ago, cluster: cluster.slug, fileName: `falco-${cluster.slug}.jsonl` },
    options: { observedAt: at.toISOString() },
    body: () => falcoLines(cluster, ago, clock),
  };
}

export interface Build {
  image: string;
  tag: string;
  ago: number;
  /** A run whose scanner did not recognise the system, so that only the packages of the language are there. */
  half?: boolean;
  /** Trivy when left out. */
  scanner?: "trivy" | "grype";
}

export function buildScan({ image, tag, ago, half, scanner }: Build, clock: Clock): DemoReport {
  const at = clock.at(ago, hours.builds);
  const version = imageVersion(image, tag);
  return {
    ...{ at, ago, cluster: null, fileName: `${image.split("/").at(-1)}-${tag}.json`, options: {} },
    body: () =>
      json(
        scanner === "grype"
          ? grypeImage(version, ago, at)
          : trivyImage(version, ago, at, (stack) => !half || stack.class === "lang-pkgs"),
      ),
  };
}

export function repositoryScan(name: string, ago: number, clock: Clock): DemoReport {
  const at = clock.at(ago, hours.repositories);
  const repository = repositories.find((one) => one.name === name);
  if (!repository) throw new Error(`no repository ${name}`);
  return {
    ...{ at, ago, cluster: null, fileName: `${name.replace("/", "-")}.json` },
    options: { repository: `${sourceHost}/${name}` },
    body: () => json(trivyRepository(repository, ago, at)),
  };
}

export function clusterOf(slug: string): Cluster {
  const cluster = clusters.find((one) => one.slug === slug);
  if (!cluster) throw new Error(`no cluster ${slug}`);
  return cluster;
}
