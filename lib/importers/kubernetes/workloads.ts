import { foldController } from "../../domain/identity/controller-name";
import { objectOf, stringOf } from "../text";
import { ImportError, type InventoryItem } from "../types";
import { type ContainerImage, imagesOf, mergeImages } from "./images";
import type { Fields, KubernetesObject } from "./objects";

type Owner = { kind: string; name: string };

/** What one object says about the workload that it belongs to. */
interface Part {
  own: boolean;
  labels: Record<string, string>;
  podLabels: Record<string, string>;
  images: ContainerImage[];
  serviceAccount: string | null;
  running: boolean;
}

const maxObjects = 500_000;
/** Made and numbered by controllers; they say which pod it is, not which workload. */
const generatedLabels =
  /^(?:pod-template-hash|rollouts-pod-template-hash|controller-revision-hash|pod-template-generation|job-name|controller-uid|deployment|(?:batch|apps|statefulset)\.kubernetes\.io\/.*)$/;

/**
 * Folds Deployments, their ReplicaSets, their Pods and so on into one workload each, whatever their order in the
 * file. Keeps a summary of every object until the end, since owners may come after what they own.
 */
export class Workloads {
  private readonly parts = new Map<string, { at: Owner & { namespace: string }; parts: Part[] }>();
  /** Who owns the objects in between, such as ReplicaSets: `ns/kind/name` → owner. */
  private readonly owners = new Map<string, Owner>();
  private readonly unreadable: string[] = [];
  private count = 0;

  /** True when the object is or belongs to a workload. */
  add(object: KubernetesObject, namespace: string): boolean {
    const podSpec = podSpecOf(object);
    if (!podSpec || object.name === "") return false;
    if (++this.count > maxObjects)
      throw new ImportError("too_large", `the file lists more than ${maxObjects} workloads`);
    const own = ownerOf(object);
    const folded = own ?? foldController(object.kind, object.name, object.owners);
    if (object.kind !== "Pod" && (folded.kind !== object.kind || folded.name !== object.name)) {
      this.owners.set(`${namespace}/${object.kind}/${object.name}`, folded);
    }
    // A pod is kept under the object that made it, which may itself be owned by something that comes later.
    const direct = own ?? object.owners.find((owner) => owner.controller) ?? object.owners[0];
    const at = object.kind === "Pod" && direct && direct.kind !== "Node" ? direct : folded;
    const key = `${namespace}/${at.kind}/${at.name}`;
    const entry = this.parts.get(key) ?? { at: { kind: at.kind, name: at.name, namespace }, parts: [] };
    this.parts.set(key, entry);
    entry.parts.push(this.partOf(object, podSpec, at));
    return true;
  }

  /** Texts given as images that are none. */
  get unreadableImages(): readonly string[] {
    return this.unreadable;
  }

  *items(): Generator<InventoryItem & { item: "workload" }> {
    const whole = new Map<string, { at: Owner & { namespace: string }; parts: Part[] }>();
    for (const [key, { at, parts }] of this.parts) {
      const owner = this.owners.get(key) ?? foldController(at.kind, at.name);
      const final = `${at.namespace}/${owner.kind}/${owner.name}`;
      const entry = whole.get(final) ?? { at: { ...owner, namespace: at.namespace }, parts: [] };
      whole.set(final, entry);
      entry.parts.push(...parts.map((part) => ({ ...part, own: part.own && final === key })));
    }
    for (const { at, parts } of whole.values()) yield workload(at, parts);
  }

  private partOf(object: KubernetesObject, podSpec: Fields, at: Owner): Part {
    const isPod = object.kind === "Pod";
    const template = isPod ? object.labels : labelsOfTemplate(object);
    const podLabels = Object.fromEntries(Object.entries(template).filter(([key]) => !generatedLabels.test(key)));
    return {
      own: at.kind === object.kind && at.name === object.name,
      labels: isPod ? podLabels : object.labels,
      podLabels,
      images: imagesOf(podSpec, isPod ? object.status : {}, this.unreadable),
      serviceAccount: stringOf(podSpec.serviceAccountName) ?? stringOf(podSpec.serviceAccount),
      running: isRunning(object),
    };
  }
}

function workload(at: Owner & { namespace: string }, parts: Part[]): InventoryItem & { item: "workload" } {
  const own = parts.find((part) => part.own);
  const main = own ?? first(parts.filter((part) => part.running)) ?? (first(parts) as Part);
  // What has ended (an old ReplicaSet, an evicted pod) says nothing about what runs now.
  const current = parts.filter((part) => part.own || part.running);
  return {
    type: "inventory",
    item: "workload",
    namespace: at.namespace,
    workloadKind: at.kind,
    name: at.name,
    labels: main.labels,
    podLabels: main.podLabels,
    images: mergeImages((current.length > 0 ? current : [main]).flatMap((part) => part.images)),
    serviceAccount: main.serviceAccount,
    running: own ? own.running : at.kind === "CronJob" || parts.some((part) => part.running),
  };
}

/** The same one whatever the order. */
function first(parts: Part[]): Part | undefined {
  const byText = parts.map(
    (part) => [JSON.stringify([part.podLabels, part.labels, part.serviceAccount]), part] as const,
  );
  return byText.reduce((least, one) => (one[0] < least[0] ? one : least), byText[0] ?? (["", undefined] as never))[1];
}

/** Where the pods of an object are described; null when it makes none. */
function podSpecOf({ kind, spec, group }: KubernetesObject): Fields | null {
  if (kind === "Pod") return spec;
  // Knative makes Deployments of these, which are listed themselves.
  if (group === "serving.knative.dev") return null;
  const template = objectOf(spec.template) ?? objectOf(objectOf(objectOf(spec.jobTemplate)?.spec)?.template);
  const podSpec = objectOf(template?.spec);
  return Array.isArray(podSpec?.containers) ? podSpec : null;
}

function labelsOfTemplate({ spec }: KubernetesObject): Record<string, string> {
  const template = objectOf(spec.template) ?? objectOf(objectOf(objectOf(spec.jobTemplate)?.spec)?.template);
  const labels = objectOf(objectOf(template?.metadata)?.labels) ?? {};
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]));
}

/** Owners that only labels or annotations tell. */
function ownerOf({ kind, name, labels, annotations }: KubernetesObject): Owner | null {
  const config = annotations["openshift.io/deployment-config.name"];
  if (config && (kind === "Pod" || kind === "ReplicationController")) return { kind: "DeploymentConfig", name: config };
  const hash = labels["rollouts-pod-template-hash"];
  if (hash && name.includes(`-${hash}`)) return { kind: "Rollout", name: name.slice(0, name.lastIndexOf(`-${hash}`)) };
  return null;
}

/** False when the object asks for no pod now: scaled to zero, suspended, or over. */
function isRunning({ kind, spec, status }: KubernetesObject): boolean {
  if (kind === "Pod") return status.phase !== "Succeeded" && status.phase !== "Failed";
  if (spec.replicas === 0 || spec.suspend === true) return false;
  if (kind !== "Job") return true;
  const conditions = Array.isArray(status.conditions) ? status.conditions.map(objectOf) : [];
  const over = conditions.some((one) => (one?.type === "Complete" || one?.type === "Failed") && one.status === "True");
  return !over && stringOf(status.completionTime) === null;
}
