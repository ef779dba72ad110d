import { foldController } from "../../domain/identity/controller-name";
import { parseImageReference } from "../../domain/identity/image-reference";
import type { AssetRef } from "../types";
import type { FalcoEvent } from "./event";

/** Resources of the audit log that are places of work, with the kind that they are called elsewhere. */
const auditKinds = new Map([
  ["pods", "Pod"],
  ["deployments", "Deployment"],
  ["daemonsets", "DaemonSet"],
  ["statefulsets", "StatefulSet"],
  ["replicasets", "ReplicaSet"],
  ["replicationcontrollers", "ReplicationController"],
  ["jobs", "Job"],
  ["cronjobs", "CronJob"],
]);

const cluster: AssetRef = { kind: "cluster" };

/** Without FALCO_HOSTNAME, Falco in a pod calls itself by the name of its pod, which is no node. */
const ownPod = /^falco(?:-[a-z0-9-]+)?-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/**
 * What an alert is about: the workload, folded from its pod; for system calls outside of pods the node; for audit
 * events and other sources what they name, else the cluster (their `hostname` is only where Falco itself ran).
 */
export function assetOf(event: FalcoEvent): AssetRef {
  if (isAudit(event)) return auditTarget(event);
  const namespace = event.field("k8s.ns.name", "k8smeta.ns.name");
  const pod = event.field("k8s.pod.name", "k8smeta.pod.name");
  if (namespace && pod) return workloadOf(event, namespace, pod);
  if (event.source !== "" && event.source !== "syscall") return cluster;
  const node = event.field("k8s.node.name", "k8smeta.node.name") ?? event.hostname;
  return node && !ownPod.test(node) ? { kind: "node", name: node } : cluster;
}

export function isAudit(event: FalcoEvent): boolean {
  return event.source.startsWith("k8s_audit") || event.field("ka.verb", "ka.user.name", "ka.uri") !== null;
}

function workloadOf(event: FalcoEvent, namespace: string, pod: string): AssetRef {
  const deployment = event.field("k8s.deployment.name", "k8smeta.deployment.name");
  const replicaSet = event.field("k8s.rs.name", "k8smeta.rs.name");
  const controller = event.field("k8s.rc.name", "k8smeta.rc.name");
  const owner = deployment
    ? { kind: "Deployment", name: deployment }
    : replicaSet
      ? { kind: "ReplicaSet", name: replicaSet }
      : controller
        ? { kind: "ReplicationController", name: controller }
        : null;
  const { kind, name } = owner ? foldController(owner.kind, owner.name) : foldController("Pod", pod);
  return { kind: "workload", namespace, workloadKind: kind, name };
}

function auditTarget(event: FalcoEvent): AssetRef {
  const namespace = event.field("ka.target.namespace");
  const name = event.field("ka.target.name");
  const kind = auditKinds.get(event.field("ka.target.resource") ?? "");
  if (namespace && name && kind) {
    const folded = foldController(kind, name);
    return { kind: "workload", namespace, workloadKind: folded.kind, name: folded.name };
  }
  if (namespace) return { kind: "namespace", name: namespace };
  return cluster;
}

/**
 * Where on the asset, in words that stay the same from event to event: container image (else container) and process;
 * for audit and other sources who did it. No ids, arguments or times.
 */
export function locationOf(event: FalcoEvent): string {
  if (isAudit(event) || (event.source !== "" && event.source !== "syscall")) {
    const who = event.field("ka.user.name", "ct.user", "okta.actor.alternateid", "github.user", "gcp.user");
    if (who === null) return "";
    return `user ${who.startsWith("system:node:") ? "system:node" : who}`;
  }
  const parts = [containerOf(event), processOf(event)].filter((part) => part !== null);
  return parts.join(" ");
}

function containerOf(event: FalcoEvent): string | null {
  const image = event.field("container.image.repository", "container.image");
  const repository = image && parseImageReference(image)?.repository;
  if (repository) return repository;
  const name = event.field("container.name");
  // Docker names a pod's container k8s_<container>_<pod>_<namespace>_<uid>_<attempt>.
  const container = name && (/^k8s_([^_]+)_/.exec(name)?.[1] ?? name);
  return container && container !== "host" ? container : null;
}

function processOf(event: FalcoEvent): string | null {
  const name = event.field("proc.name") ?? event.field("proc.exepath") ?? event.field("proc.exe");
  const command = name ?? event.field("proc.cmdline")?.split(" ")[0];
  if (!command) return null;
  return command.slice(command.lastIndexOf("/") + 1).slice(0, 100) || null;
}
