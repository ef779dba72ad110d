import { type Piece, pieces } from "./patch-pieces";

/** A Kubernetes object as data, to be written as YAML. */
export type Manifest = { [key: string]: unknown };

export interface PatchInput {
  /** `Deployment/shop`, as workloads are named. */
  name: string;
  namespace: string;
  /** Codes of the rules that it breaks, each with the containers that tools name; none: all of them, or the pod. */
  broken: readonly { code: string; containers: readonly string[] }[];
  /** Names of containers that any tool names for the workload. */
  containers: readonly string[];
}

export interface PatchResult {
  manifest: Manifest;
  notes: string[];
  /** Codes that it removes. */
  rules: string[];
}

const versions: Record<string, string> = {
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  DaemonSet: "apps/v1",
  ReplicaSet: "apps/v1",
  ReplicationController: "v1",
  Job: "batch/v1",
  CronJob: "batch/v1",
  Pod: "v1",
};

/** The container that stands in a patch where no tool names one. */
export const anyContainer = "CONTAINER";

const kindOf = (name: string) => name.slice(0, Math.max(0, name.indexOf("/")));

/** Is there a ready patch for a check on an object of this name? */
export function isPatchable(code: string, name: string): boolean {
  const piece = pieces.get(code);
  if (!piece) return false;
  const kind = kindOf(name);
  if (kind === "" || kind === "ServiceAccount") return piece.account !== undefined;
  return kind in versions && (piece.kinds === undefined || piece.kinds.includes(kind));
}

/**
 * One strategic merge patch (kubectl patch, Kustomize) that makes a workload pass the checks for which there is one, with
 * what to think of before it is applied. null: there is none for any of them.
 */
export function patchOf({ name, namespace, broken, containers }: PatchInput): PatchResult | null {
  const ready = broken.filter(({ code }) => isPatchable(code, name));
  if (ready.length === 0) return null;
  const kind = kindOf(name);
  const pod: Manifest = {};
  const spec: Manifest = {};
  const account: Manifest = {};
  const byContainer = new Map<string, Manifest>();
  const notes = new Set<string>();
  for (const { code, containers: named } of ready) {
    const piece = pieces.get(code) as Piece;
    if (piece.note) notes.add(piece.note);
    merge(pod, piece.pod);
    merge(spec, piece.spec);
    if (kind === "" || kind === "ServiceAccount") merge(account, piece.account);
    if (!piece.container) continue;
    const all = named.length > 0 ? named : containers.length > 0 ? containers : [anyContainer];
    for (const container of all) {
      const part = byContainer.get(container) ?? { name: container };
      byContainer.set(container, part);
      merge(part, piece.container);
    }
  }
  if (byContainer.has(anyContainer)) {
    notes.add(`No report names the containers: put their names for ${anyContainer}.`);
  }
  const list = [...byContainer.values()].sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
  if (list.length > 0) pod.containers = list;
  if (kind === "Pod") notes.add("A running pod cannot be changed: change its manifest and create it again.");
  return {
    manifest: wrapped(name, namespace, { pod, spec, account }),
    notes: [...notes],
    rules: ready.map(({ code }) => code).sort(),
  };
}

function wrapped(
  name: string,
  namespace: string,
  parts: { pod: Manifest; spec: Manifest; account: Manifest },
): Manifest {
  const kind = kindOf(name) || "ServiceAccount";
  const head = {
    apiVersion: versions[kind] ?? "v1",
    kind,
    metadata: { name: name.slice(name.indexOf("/") + 1), namespace },
  };
  if (kind === "ServiceAccount") return { ...head, ...parts.account };
  if (kind === "Pod") return { ...head, spec: parts.pod };
  const template = Object.keys(parts.pod).length > 0 ? { template: { spec: parts.pod } } : {};
  const spec = kind === "CronJob" ? { ...parts.spec, jobTemplate: { spec: template } } : { ...parts.spec, ...template };
  return { ...head, spec };
}

/** Deep merge; what is a list is taken over, without repeating an entry. */
function merge(into: Manifest, from: Manifest | undefined): void {
  for (const [key, value] of Object.entries(from ?? {})) {
    const known = into[key];
    if (isObject(known) && isObject(value)) merge(known, value);
    else if (Array.isArray(known) && Array.isArray(value)) {
      const texts = new Set(known.map((item) => JSON.stringify(item)));
      into[key] = [...known, ...value.filter((item) => !texts.has(JSON.stringify(item)))];
    } else into[key] = isObject(value) ? structuredClone(value) : value;
  }
}

const isObject = (value: unknown): value is Manifest =>
  typeof value === "object" && value !== null && !Array.isArray(value);
