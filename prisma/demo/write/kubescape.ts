import { type Cluster, workloadsAt } from "../company/cluster";
import { careAt, type Workload } from "../company/workload";
import { type ControlFact, controls } from "../facts/policies";
import { isWrong } from "./wave";
import { careIndex, type Wrong, wrongOf } from "./workload-checks";

const groups = { Deployment: "apps/v1", StatefulSet: "apps/v1", DaemonSet: "apps/v1", CronJob: "batch/v1" };

/** `kubescape scan --format json` of a cluster: each control with each workload. */
export function kubescapeReport(cluster: Cluster, ago: number, at: Date) {
  const workloads = workloadsAt(cluster, ago);
  const results = workloads.map((workload) => resultOf(cluster.slug, workload, ago));
  const countOf = (id: string, status: string) =>
    results.filter((one) =>
      one.controls.some((control) => control.controlID === id && control.status.status === status),
    ).length;
  const summaries = controls.map(({ id, name, factor }) => {
    const failed = countOf(id, "failed");
    const passed = countOf(id, "passed");
    const compliance = Math.round((passed / (failed + passed || 1)) * 10_000) / 100;
    return [
      id,
      {
        statusInfo: { status: failed > 0 ? "failed" : "passed" },
        controlID: id,
        name,
        status: failed > 0 ? "failed" : "passed",
        ResourceCounters: {
          passedResources: passed,
          failedResources: failed,
          skippedResources: 0,
          excludedResources: 0,
        },
        subStatusCounters: { ignoredResources: 0 },
        score: 100 - compliance,
        complianceScore: compliance,
        scoreFactor: factor,
        category: { name: "Workload", id: "Cat-5" },
      },
    ] as const;
  });
  const mean = summaries.reduce((sum, [, { complianceScore }]) => sum + complianceScore, 0) / summaries.length;
  return {
    generationTime: at.toISOString(),
    metadata: {
      targetMetadata: {},
      clusterMetadata: { numberOfWorkerNodes: cluster.nodes.length, contextName: cluster.slug },
      scanMetadata: { scanningTarget: 0, formats: ["json"], kubescapeVersion: "v3.0.41", targetType: "Cluster" },
    },
    clusterName: cluster.slug,
    customerGUID: "",
    reportGUID: "",
    jobID: "",
    summaryDetails: {
      controls: Object.fromEntries(summaries),
      status: "failed",
      frameworks: [],
      resourcesSeverityCounters: {},
      controlsSeverityCounters: {},
      ResourceCounters: counters(results),
      score: Math.round((100 - mean) * 100) / 100,
      complianceScore: Math.round(mean * 100) / 100,
    },
    resources: workloads.map((workload) => ({
      resourceID: idOf(workload),
      object: {
        apiVersion: groups[workload.kind],
        kind: workload.kind,
        metadata: { name: workload.name, namespace: workload.namespace },
      },
    })),
    results,
  };
}

function counters(results: ReturnType<typeof resultOf>[]) {
  const failed = results.filter((one) => one.controls.some(({ status }) => status.status === "failed")).length;
  return {
    passedResources: results.length - failed,
    failedResources: failed,
    skippedResources: 0,
    excludedResources: 0,
  };
}

const idOf = ({ kind, namespace, name }: Workload) => `${groups[kind]}/${namespace}/${kind}/${name}`;

function resultOf(cluster: string, workload: Workload, ago: number) {
  const wrong = wrongOf(cluster, workload, ago);
  return {
    resourceID: idOf(workload),
    controls: controls.map((control) => controlOf(control, placesOf(control, cluster, workload, ago, wrong), workload)),
  };
}

/** Containers that fail it, by their place in the list; what is about the pod as a whole has place 0. */
function placesOf(
  { id, check }: ControlFact,
  cluster: string,
  workload: Workload,
  ago: number,
  wrong: Wrong[],
): number[] {
  if (typeof check === "string")
    return wrong.filter((one) => one.check.id === check).map(({ container }) => container?.index ?? 0);
  const key = `${cluster}/${workload.namespace}/${workload.name} ${id}`;
  return isWrong(key, check[careIndex[careAt(workload, ago)]], ago) ? [0] : [];
}

function controlOf({ id, name, factor, path, fix }: ControlFact, places: number[], { kind }: Workload) {
  const status = places.length > 0 ? "failed" : "passed";
  const at = (place: number) =>
    path.replace("#", String(place)).replace(/^spec\./, kind === "CronJob" ? "spec.jobTemplate.spec." : "spec.");
  return {
    controlID: id,
    name,
    severity: factor >= 9 ? "Critical" : factor >= 7 ? "High" : factor >= 4 ? "Medium" : "Low",
    status: { status },
    rules: [
      {
        name: name.toLowerCase().replaceAll(/[^a-z]+/g, "-"),
        status,
        ...(places.length > 0 ? { paths: places.map((one) => ({ fixPath: { path: at(one), value: fix } })) } : {}),
      },
    ],
  };
}
