import { registry } from "../company/image";
import { type Container, careAt, tagAt, type Workload } from "../company/workload";
import { type WorkloadCheck, workloadChecks } from "../facts/checks";
import { isWrong } from "./wave";

const careIndex = { good: 0, usual: 1, poor: 2 } as const;

/** Checks that fail on a workload so many days ago, as the operator lists them. */
export function failing(cluster: string, workload: Workload, ago: number) {
  return workloadChecks.flatMap((check) => {
    const key = `${cluster}/${workload.namespace}/${workload.name} ${check.id}`;
    const odds = check.odds[careIndex[careAt(workload, ago)]];
    const of = `${workload.kind} '${workload.name}'`;
    if (!check.each) {
      return applies(check, workload, null, ago) && isWrong(key, odds, ago) ? [entry(check, of)] : [];
    }
    return workload.containers.flatMap((container, index) =>
      applies(check, workload, container, ago) && isWrong(`${key} ${index || ""}`.trim(), odds, ago)
        ? [entry(check, `Container '${container.name}' of ${of}`)]
        : [],
    );
  });
}

function applies({ only }: WorkloadCheck, workload: Workload, container: Container | null, ago: number): boolean {
  if (only === "node-agents") return workload.kind === "DaemonSet";
  if (only === "latest") return container !== null && tagAt(container, ago) === "latest";
  // Without a host it is an image of the company.
  if (only === "public-images")
    return container !== null && /^[^/]+\.[^/]+\//.test(container.image) && !container.image.startsWith(registry);
  return true;
}

const entry = (check: WorkloadCheck, of: string) => ({
  category: "Kubernetes Security Check",
  checkID: check.id,
  severity: check.severity,
  title: check.title,
  messages: [check.message.replace("$", of)],
  remediation: check.remediation,
  success: false,
});
