import { registry } from "../company/image";
import { type Container, careAt, tagAt, type Workload } from "../company/workload";
import { type WorkloadCheck, workloadChecks } from "../facts/checks";
import { isWrong } from "./wave";

export const careIndex = { good: 0, usual: 1, poor: 2 } as const;

/** Something that is wrong with a workload. */
export interface Wrong {
  check: WorkloadCheck;
  /** Where it is in its list, and its name; null: the object as a whole. */
  container: { index: number; name: string } | null;
}

/** What is wrong with a workload so many days ago, whichever tool looks. */
export function wrongOf(cluster: string, workload: Workload, ago: number): Wrong[] {
  return workloadChecks.flatMap((check): Wrong[] => {
    const key = `${cluster}/${workload.namespace}/${workload.name} ${check.id}`;
    const odds = check.odds[careIndex[careAt(workload, ago)]];
    if (!check.each) {
      return applies(check, workload, null, ago) && isWrong(key, odds, ago) ? [{ check, container: null }] : [];
    }
    return workload.containers.flatMap((container, index) =>
      applies(check, workload, container, ago) && isWrong(`${key} ${index || ""}`.trim(), odds, ago)
        ? [{ check, container: { index, name: container.name } }]
        : [],
    );
  });
}

/** Checks that fail on a workload so many days ago, as the operator lists them. */
export function failing(cluster: string, workload: Workload, ago: number) {
  const of = `${workload.kind} '${workload.name}'`;
  return wrongOf(cluster, workload, ago).map(({ check, container }) =>
    entry(check, container ? `Container '${container.name}' of ${of}` : of),
  );
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
