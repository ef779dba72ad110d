import { hex, templateHash, uuid } from "../chance";
import type { Container, Workload } from "../company/workload";
import { tagAt } from "../company/workload";
import { serviceChecks } from "../facts/checks";
import { type RoleFact, roleChecks } from "../facts/roles";
import { hasService } from "./exposure";
import { type ImageVersion, imageVersion, stacksOf, systemOf } from "./image-version";
import { purlOf } from "./purl";
import { linkOf } from "./trivy";
import { failing } from "./workload-checks";

const scanner = { name: "Trivy", vendor: "Aqua Security", version: "0.66.0" };
const group = "aquasecurity.github.io/v1alpha1";

/** Key of the pod template of a workload: it changes with its images. */
export const templateOf = (cluster: string, workload: Workload, ago: number): string =>
  templateHash(
    [cluster, workload.namespace, workload.name, ...workload.containers.map((one) => tagAt(one, ago))].join("/"),
  );

/** What the operator scans: the ReplicaSet of a Deployment, others themselves. */
function subjectOf(cluster: string, workload: Workload, ago: number): { kind: string; name: string } {
  if (workload.kind !== "Deployment") return { kind: workload.kind, name: workload.name };
  return { kind: "ReplicaSet", name: `${workload.name}-${templateOf(cluster, workload, ago)}` };
}

interface Of {
  kind: string;
  namespace: string;
  subject: { kind: string; name: string };
  container?: string;
  at: Date;
}

function object({ kind, namespace, subject, container, at }: Of, report: object) {
  const label = (name: string) => `trivy-operator.${name}`;
  const name = [subject.kind.toLowerCase(), subject.name, container].filter(Boolean).join("-").slice(0, 253);
  return {
    apiVersion: group,
    kind,
    metadata: {
      name: name.replaceAll(":", "-"),
      ...(namespace ? { namespace } : {}),
      creationTimestamp: at.toISOString().replace(/\.\d+Z$/, "Z"),
      labels: {
        "app.kubernetes.io/managed-by": "trivy-operator",
        [label("resource.kind")]: subject.kind,
        [label("resource.name")]: subject.name,
        [label("resource.namespace")]: namespace,
        ...(container ? { [label("container.name")]: container } : {}),
        "resource-spec-hash": hex(name, 10),
      },
      uid: uuid(`${kind} ${namespace} ${name}`),
    },
    report: { scanner, updateTimestamp: at.toISOString().replace(/\.\d+Z$/, "Z"), ...report },
  };
}

const words = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "UNKNOWN"];

function summaryOf(severities: string[]) {
  const count = (word: string) => severities.filter((one) => one === word).length;
  return Object.fromEntries(words.map((word) => [`${word.toLowerCase()}Count`, count(word)]));
}

/** `Deployment` with no pod is not scanned, nor what the operator cannot pull. */
export function vulnerabilityReports(cluster: string, workloads: Workload[], ago: number, at: Date): object[] {
  return workloads
    .filter(({ replicas }) => replicas > 0)
    .flatMap((workload) =>
      workload.containers.flatMap((container) => imageReports(cluster, workload, container, ago, at)),
    );
}

function imageReports(cluster: string, workload: Workload, container: Container, ago: number, at: Date): object[] {
  const version = imageVersion(container.image, tagAt(container, ago));
  const of = {
    namespace: workload.namespace,
    subject: subjectOf(cluster, workload, ago),
    container: container.name,
    at,
  };
  const artifact = artifactOf(version);
  const vulnerabilities = vulnerabilitiesOf(version, ago);
  const os = systemOf(version);
  const reports: object[] = [
    object(
      { ...of, kind: "VulnerabilityReport" },
      {
        ...artifact,
        ...(os ? { os } : {}),
        summary: summaryOf(vulnerabilities.map(({ severity }) => severity)),
        vulnerabilities,
      },
    ),
  ];
  const { secrets } = version.line;
  if (secrets.length === 0) return reports;
  const found = secrets.map((one) => ({
    category: one.category,
    match: one.match,
    ruleID: one.ruleId,
    severity: one.severity,
    target: `/${one.path}`,
    title: one.title,
  }));
  const summary = summaryOf(found.map(({ severity }) => severity));
  return [...reports, object({ ...of, kind: "ExposedSecretReport" }, { ...artifact, summary, secrets: found })];
}

/** A tag that moves was pulled without its digest being noted. */
function artifactOf({ line, tag, digest }: ImageVersion) {
  const [host = "", ...path] = line.repository.split("/");
  return {
    registry: { server: host === "docker.io" ? "index.docker.io" : host },
    artifact: { repository: path.join("/"), tag, ...(tag === "latest" ? {} : { digest }) },
  };
}

function vulnerabilitiesOf(version: ImageVersion, ago: number) {
  const release = systemOf(version)?.name ?? "";
  return stacksOf(version, ago).flatMap(({ stack, target, hits }) =>
    hits.map(({ flaw, package: name, installed }) => ({
      vulnerabilityID: flaw.id,
      resource: name,
      installedVersion: installed,
      fixedVersion: flaw.fixedVersion,
      severity: flaw.severity.toUpperCase(),
      title: `${name.split(/[/:]/).at(-1)}: ${flaw.title}`,
      primaryLink: linkOf(flaw.id),
      links: [],
      class: stack.class,
      packageType: stack.type,
      packagePURL: purlOf(stack.type, name, installed, release),
      target: stack.class === "os-pkgs" ? target : "",
    })),
  );
}

export function configAuditReports(cluster: string, workloads: Workload[], ago: number, at: Date): object[] {
  const own = workloads.map((workload) => {
    const checks = failing(cluster, workload, ago);
    const of = {
      kind: "ConfigAuditReport",
      namespace: workload.namespace,
      subject: subjectOf(cluster, workload, ago),
      at,
    };
    return object(of, { summary: summaryOf(checks.map(({ severity }) => severity)), checks });
  });
  return [...own, ...workloads.filter(hasService).map((workload) => serviceReport(cluster, workload, at))];
}

function serviceReport(cluster: string, { namespace, name }: Workload, at: Date): object {
  const checks = serviceChecks
    .filter(({ on }) => on.includes(`${cluster}/${namespace}/${name}`))
    .map(({ on: _on, message, ...check }) => ({
      ...check,
      category: "Kubernetes Security Check",
      messages: [message],
      remediation: "Reach the Service through an Ingress or a load balancer.",
      success: false,
    }))
    .map(({ id, ...check }) => ({ checkID: id, ...check }));
  const of = { kind: "ConfigAuditReport", namespace, subject: { kind: "Service", name }, at };
  return object(of, { summary: summaryOf(checks.map(({ severity }) => severity)), checks });
}

export function rbacReports(roles: RoleFact[], at: Date): object[] {
  return roles.map(({ kind, namespace, name, fails }) => {
    const checks = roleChecks
      .filter(({ id }) => fails.includes(id))
      .map(({ id, severity, title, message }) => ({
        category: "Kubernetes Security Check",
        checkID: id,
        severity,
        title,
        messages: [message],
        remediation: "Name the verbs and resources that are needed, and nothing more.",
        success: false,
      }));
    const of = {
      kind: kind === "Role" ? "RbacAssessmentReport" : "ClusterRbacAssessmentReport",
      namespace,
      subject: { kind, name },
      at,
    };
    return object(of, { summary: summaryOf(checks.map(({ severity }) => severity)), checks });
  });
}

/** As `kubectl get … -o json` prints it. */
export const list = (items: object[]) => ({
  apiVersion: "v1",
  kind: "List",
  metadata: { resourceVersion: "" },
  items,
});
