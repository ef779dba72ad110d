import { documents } from "../stream/documents";
import { excerpt, objectOf, objectsOf, stringOf } from "../text";
import { ImportError } from "../types";

export type Fields = Record<string, unknown>;

/** A Kubernetes object with what every importer step asks for. */
export interface KubernetesObject {
  kind: string;
  /** `apps/v1` → `apps`; `v1` → "". */
  group: string;
  name: string;
  /** "" when it states none. */
  namespace: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  owners: { kind: string; name: string; controller?: boolean }[];
  spec: Fields;
  status: Fields;
}

/** What is said of a file's lists: a server cuts long ones and says so in `metadata.continue`. */
export interface ListNote {
  cut: boolean;
}

/**
 * The objects of a file: single objects, `List` and `…List` of any depth, several documents, JSON lines; with or
 * without `kind` (raw lists of the API leave it out; then the list's kind or the shape tells).
 */
export async function* kubernetesObjects(
  source: AsyncIterable<Uint8Array>,
  note: ListNote,
): AsyncGenerator<KubernetesObject> {
  for await (const { value, where, item, head } of documents(source)) {
    if (value === null || (!item && Array.isArray(value))) continue;
    const fields = objectOf(value);
    if (!fields) throw new ImportError("malformed", "expected a Kubernetes object", where);
    if (!item && Array.isArray(fields.items)) note.cut ||= isCut(fields);
    else yield* flat(fields, item ? objectOf(head) : null, where, note);
  }
}

function* flat(fields: Fields, list: Fields | null, where: string, note: ListNote): Generator<KubernetesObject> {
  const kind = stringOf(fields.kind) ?? "";
  if (Array.isArray(fields.items) && (kind === "" || kind.endsWith("List"))) {
    note.cut ||= isCut(fields);
    for (const one of objectsOf(fields.items)) yield* flat(one, fields, where, note);
    return;
  }
  if (fields.items === null && kind.endsWith("List")) return;
  if (kind === "Status" && fields.status === "Failure") {
    const message = excerpt(stringOf(fields.message) ?? "no reason is given", 200);
    throw new ImportError("malformed", `the API server answered with a failure: ${message}`, where);
  }
  const metadata = objectOf(fields.metadata) ?? {};
  const spec = objectOf(fields.spec) ?? {};
  const status = objectOf(fields.status) ?? {};
  const known = kind || kindOfList(list) || kindByShape(spec, status);
  if (known === "" && stringOf(metadata.name) === null) {
    throw new ImportError("malformed", "expected a Kubernetes object with a kind", where);
  }
  const version = stringOf(fields.apiVersion) ?? stringOf(list?.apiVersion) ?? "";
  yield {
    kind: known || "object without kind",
    group: version.includes("/") ? (version.split("/")[0] ?? "") : "",
    name: stringOf(metadata.name) ?? stringOf(metadata.generateName)?.replace(/-$/, "") ?? "",
    namespace: stringOf(metadata.namespace) ?? "",
    labels: texts(metadata.labels),
    annotations: texts(metadata.annotations),
    owners: objectsOf(metadata.ownerReferences).flatMap((owner) => {
      const [kind, name] = [stringOf(owner.kind), stringOf(owner.name)];
      return kind && name ? [{ kind, name, ...(owner.controller === true ? { controller: true } : {}) }] : [];
    }),
    spec,
    status,
  };
}

function isCut(list: Fields): boolean {
  const metadata = objectOf(list.metadata);
  return stringOf(metadata?.continue) !== null || Number(metadata?.remainingItemCount ?? 0) > 0;
}

/** `PodList` → `Pod`. A plain `List` says nothing. */
function kindOfList(list: Fields | null): string {
  const kind = stringOf(list?.kind) ?? "";
  return kind.endsWith("List") ? kind.slice(0, -4) : "";
}

/** Collectors that write objects without their kind keep the rest as it is. */
function kindByShape(spec: Fields, status: Fields): string {
  if (Array.isArray(spec.containers)) return "Pod";
  if (objectOf(spec.jobTemplate)) return "CronJob";
  const template = objectOf(objectOf(spec.template)?.spec);
  if (Array.isArray(template?.containers)) {
    if ("completions" in spec || "backoffLimit" in spec) return "Job";
    if ("serviceName" in spec || "volumeClaimTemplates" in spec) return "StatefulSet";
    if ("strategy" in spec) return "Deployment";
    if ("updateStrategy" in spec || "currentNumberScheduled" in status) return "DaemonSet";
    const selector = objectOf(spec.selector);
    return selector && !("matchLabels" in selector) ? "ReplicationController" : "ReplicaSet";
  }
  if (objectOf(status.nodeInfo)) return "Node";
  if ("clusterIP" in spec || "externalName" in spec) return "Service";
  if (Array.isArray(spec.finalizers) && Object.keys(spec).length === 1) return "Namespace";
  if (objectOf(status)?.phase === "Active" && Object.keys(spec).length === 0) return "Namespace";
  if ("storageClassName" in spec && "accessModes" in spec) {
    return "capacity" in spec ? "PersistentVolume" : "PersistentVolumeClaim";
  }
  if ("minAvailable" in spec || "maxUnavailable" in spec) return "PodDisruptionBudget";
  return "";
}

/** Labels and annotations; YAML may have read a value as number or boolean. */
function texts(value: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, text] of Object.entries(objectOf(value) ?? {})) {
    if (typeof text === "string" || typeof text === "number" || typeof text === "boolean") found[key] = String(text);
  }
  return found;
}
