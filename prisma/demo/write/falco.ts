import { between, hex } from "../chance";
import type { Clock } from "../clock";
import { type Cluster, workloadsAt } from "../company/cluster";
import { clusters } from "../company/company";
import { type Container, tagAt, type Workload } from "../company/workload";
import { type AlertFact, alerts } from "../facts/alerts";
import { imageVersion } from "./image-version";
import { podsOf } from "./pods";

/** Days ago on which the sensors of a cluster said something. */
export const alertDays = (cluster: Cluster): number[] => [
  ...new Set(
    alerts.filter((fact) => fact.cluster === cluster.slug).flatMap((fact) => Object.keys(fact.days).map(Number)),
  ),
];

/** Alerts of a cluster on a day, one JSON object a line, as Falco writes them to its file. */
export function falcoLines(cluster: Cluster, ago: number, clock: Clock): string {
  const events = alerts
    .filter((fact) => fact.cluster === cluster.slug)
    .flatMap((fact) => Array.from({ length: fact.days[ago] ?? 0 }, (_, index) => event(fact, ago, index, clock)));
  return events
    .sort((a, b) => (a.time < b.time ? -1 : 1))
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
}

function event(fact: AlertFact, ago: number, index: number, clock: Clock) {
  const key = `${fact.rule} ${fact.workload} ${ago} ${index}`;
  const { workload, container } = found(fact, ago);
  const time = clock.at(ago, between(key, 6, 20) + between(`${key} minute`, 0, 59) / 60).toISOString();
  const version = imageVersion(container.image, tagAt(container, ago));
  const pods = podsOf(fact.cluster, workload, ago);
  const pod = pods[index % pods.length]?.name ?? workload.name;
  const fields = {
    "container.id": hex(`container ${pod}`, 12),
    "container.name": container.name,
    "container.image.repository": version.line.repository,
    "container.image.tag": version.tag,
    "evt.time": Date.parse(time) * 1e6,
    "k8s.ns.name": fact.namespace,
    "k8s.pod.name": pod,
    "proc.name": fact.process,
    "proc.cmdline": fact.command,
    "user.name": fact.user,
    "user.uid": fact.user === "root" ? 0 : 1000,
  };
  const clockText = time.slice(11, 19);
  return {
    hostname: `falco-${hex(pod, 5).replace(/[^bcdf24-9]/g, "x")}`,
    output: `${clockText}.000000000: ${fact.priority} ${fact.says} (user=${fact.user} process=${fact.process} command=${fact.command} k8s_ns=${fact.namespace} k8s_pod_name=${pod} container_image_repository=${version.line.repository})`,
    output_fields: fields,
    priority: fact.priority,
    rule: fact.rule,
    source: "syscall",
    tags: fact.tags,
    time,
  };
}

function found(fact: AlertFact, ago: number): { workload: Workload; container: Container } {
  const cluster = clusters.find(({ slug }) => slug === fact.cluster);
  const workload = cluster
    ? workloadsAt(cluster, ago).find((one) => one.namespace === fact.namespace && one.name === fact.workload)
    : undefined;
  const container = workload?.containers[0];
  if (!workload || !container) throw new Error(`no workload ${fact.cluster}/${fact.namespace}/${fact.workload}`);
  return { workload, container };
}
