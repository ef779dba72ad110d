import { uuid } from "../chance";
import { type Cluster, workloadsAt } from "../company/cluster";
import type { Workload } from "../company/workload";
import { kyvernoPolicies, type PolicyFact } from "../facts/policies";
import { list } from "./operator";
import { type Wrong, wrongOf } from "./workload-checks";

const versions = { Deployment: "apps/v1", StatefulSet: "apps/v1", DaemonSet: "apps/v1", CronJob: "batch/v1" };

/** `kubectl get policyreports -A -o json` where Kyverno writes a report for each workload. */
export const policyReports = (cluster: Cluster, ago: number, at: Date) =>
  list(workloadsAt(cluster, ago).map((workload) => policyReport(cluster.slug, workload, ago, at)));

function policyReport(cluster: string, workload: Workload, ago: number, at: Date): object {
  const { kind, namespace, name } = workload;
  const uid = uuid(`${kind} ${namespace} ${name}`);
  const wrong = wrongOf(cluster, workload, ago);
  const results = kyvernoPolicies.map((policy) =>
    resultOf(
      policy,
      kind,
      wrong.find(({ check }) => check.id === policy.check),
      at,
    ),
  );
  const count = (result: string) => results.filter((one) => one.result === result).length;
  return {
    apiVersion: "wgpolicyk8s.io/v1alpha2",
    kind: "PolicyReport",
    metadata: {
      name: uid,
      namespace,
      creationTimestamp: at.toISOString().replace(/\.\d+Z$/, "Z"),
      labels: { "app.kubernetes.io/managed-by": "kyverno" },
      ownerReferences: [{ apiVersion: versions[kind], kind, name, uid }],
      uid: uuid(`report of ${cluster} ${uid}`),
    },
    scope: { apiVersion: versions[kind], kind, name, namespace, uid },
    results,
    summary: { error: 0, fail: count("fail"), pass: count("pass"), skip: 0, warn: 0 },
  };
}

/** Kyverno makes a rule for the controllers of pods out of one for pods, and names it so. */
function resultOf(
  { policy, rule, category, severity, says, path }: PolicyFact,
  kind: string,
  wrong: Wrong | undefined,
  at: Date,
) {
  const named = kind === "CronJob" ? `autogen-cronjob-${rule}` : `autogen-${rule}`;
  const where = kind === "CronJob" ? "/spec/jobTemplate/spec/template/spec/" : "/spec/template/spec/";
  const failed = `validation error: ${says} rule ${named} failed at path ${where}${path.replace("#", String(wrong?.container?.index ?? 0))}`;
  return {
    category,
    message: wrong ? failed : `validation rule '${named}' passed.`,
    policy,
    result: wrong ? "fail" : "pass",
    rule: named,
    scored: true,
    severity,
    source: "kyverno",
    timestamp: { nanos: 0, seconds: Math.floor(at.getTime() / 1000) },
  };
}
