import { type Cluster, workloadsAt } from "../company/cluster";
import { type ConstraintFact, constraints } from "../facts/policies";
import { base } from "./object";
import { list } from "./operator";
import { podsOf } from "./pods";
import { wrongOf } from "./workload-checks";

/** Violations that the audit keeps in the status of a constraint, unless it is told otherwise. */
const most = 20;

/** `kubectl get constraints -o json` after an audit. */
export const gatekeeperConstraints = (cluster: Cluster, ago: number, at: Date) =>
  list(constraints.map((constraint) => constraintObject(constraint, cluster, ago, at)));

function constraintObject(
  { check: id, kind, name, enforcement, says }: ConstraintFact,
  cluster: Cluster,
  ago: number,
  at: Date,
) {
  const violations = workloadsAt(cluster, ago).flatMap((workload) => {
    const wrong = wrongOf(cluster.slug, workload, ago).filter(({ check }) => check.id === id);
    return podsOf(cluster.slug, workload, ago).flatMap((pod) =>
      wrong.map(({ container }) => ({
        enforcementAction: enforcement,
        group: "",
        kind: "Pod",
        message: says.replace("#", container?.name ?? workload.containers[0]?.name ?? ""),
        name: pod.name,
        namespace: workload.namespace,
        version: "v1",
      })),
    );
  });
  return base(
    "constraints.gatekeeper.sh/v1beta1",
    kind,
    { name },
    {
      spec: { enforcementAction: enforcement, match: { kinds: [{ apiGroups: [""], kinds: ["Pod"] }] } },
      status: {
        auditTimestamp: at.toISOString().replace(/\.\d+Z$/, "Z"),
        byPod: [{ id: "gatekeeper-audit-0", enforced: true, operations: ["audit", "status"] }],
        totalViolations: violations.length,
        ...(violations.length > 0 ? { violations: violations.slice(0, most) } : {}),
      },
    },
  );
}
