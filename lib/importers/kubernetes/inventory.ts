import { excerpt, objectOf, objectsOf, stringOf } from "../text";
import type { ImportOptions, InventoryItem, Item, ScopeItem } from "../types";
import { isRoute, routeItem, serviceItem } from "./exposure";
import { type KubernetesObject, kubernetesObjects, type ListNote } from "./objects";
import { Workloads } from "./workloads";

/** Kinds that have no namespace, among those that are read. */
const defaultNamespace = "default";

/**
 * A cluster configuration as inventory: one scope, then nodes, namespaces, workloads, service accounts, services and
 * routes. Objects of other kinds are counted by kind; nothing of a Secret but its kind is looked at.
 */
export async function* inventoryItems(source: AsyncIterable<Uint8Array>, options: ImportOptions): AsyncGenerator<Item> {
  yield { type: "header", tool: "kubernetes", toolVersion: null, semantics: "snapshot", observedAt: null };
  const note: ListNote = { cut: false };
  const workloads = new Workloads();
  const items: InventoryItem[] = [];
  const skipped = new Map<string, number>();
  const listed = new Set<string>();
  const skip = (reason: string) => skipped.set(reason, (skipped.get(reason) ?? 0) + 1);

  for await (const object of kubernetesObjects(source, note)) {
    const namespace = object.namespace || options.namespace || defaultNamespace;
    if (object.name === "") skip(`${shownKind(object)}: has no name`);
    else if (workloads.add(object, namespace))
      listed.add(object.kind === "Pod" ? "workload" : `workload/${object.kind}`);
    else {
      const item = itemOf(object, namespace);
      if (item) {
        items.push(item);
        listed.add(item.item);
      } else
        skip(isRoute(object) ? `${object.kind}: leads to no Service from outside` : `${shownKind(object)}: not needed`);
    }
  }

  const complete = options.complete === true && !note.cut && listed.size > 0;
  const scope: ScopeItem = {
    type: "scope",
    ref: 0,
    target: options.namespace ? { kind: "namespace", name: options.namespace } : { kind: "cluster" },
    class: "inventory",
    profile: options.profile ?? "",
    complete,
    ...(complete ? {} : { incompleteReason: reasonOf(options, note) }),
    assessed: [...listed].sort(),
    assesses: [],
    label: options.namespace ? `objects of namespace ${options.namespace}` : "objects of the cluster",
  };
  yield scope;
  yield* items;
  yield* workloads.items();
  for (const [reason, count] of skipped) yield { type: "skipped", reason, count };
  const unreadable = [...new Set(workloads.unreadableImages)];
  if (unreadable.length > 0) {
    const some = unreadable.slice(0, 3).map((image) => `"${excerpt(image, 60)}"`);
    yield {
      type: "warning",
      message: `not an image reference: ${some.join(", ")}${unreadable.length > 3 ? ", …" : ""}`,
    };
  }
}

function reasonOf(options: ImportOptions, note: ListNote): string {
  if (note.cut) return "the server cut the list";
  return options.complete ? "the file lists nothing" : "not said to be all (--complete)";
}

function itemOf(object: KubernetesObject, namespace: string): InventoryItem | null {
  const { kind, group, name, labels } = object;
  if (isRoute(object)) return routeItem(object, namespace);
  if (group !== "") return null;
  if (kind === "Node") return { type: "inventory", item: "node", name, labels, attributes: nodeAttributes(object) };
  if (kind === "Namespace") return { type: "inventory", item: "namespace", name, labels };
  if (kind === "ServiceAccount") return { type: "inventory", item: "service_account", namespace, name, labels };
  return kind === "Service" ? serviceItem(object, namespace) : null;
}

/** What the node says of itself, by the names of `status.nodeInfo`. */
function nodeAttributes({ spec, status }: KubernetesObject): Record<string, string> {
  const attributes: Record<string, string> = {};
  const info = objectOf(status.nodeInfo) ?? {};
  for (const key of [
    "kubeletVersion",
    "osImage",
    "kernelVersion",
    "containerRuntimeVersion",
    "architecture",
    "operatingSystem",
  ]) {
    const value = stringOf(info[key]);
    if (value) attributes[key] = value;
  }
  for (const condition of objectsOf(status.conditions)) {
    const [type, state] = [stringOf(condition.type), stringOf(condition.status)];
    if (type && state) attributes[`condition.${type}`] = state;
  }
  if (spec.unschedulable === true) attributes.unschedulable = "true";
  const provider = stringOf(spec.providerID);
  if (provider) attributes.providerID = provider;
  return attributes;
}

function shownKind({ kind }: KubernetesObject): string {
  return excerpt(kind, 60);
}
