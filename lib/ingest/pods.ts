import { assetKey } from "../domain/identity/asset-key";
import { possibleControllers } from "../domain/identity/controller-name";
import type { AssetRef, Item } from "../importers/types";

type Workload = AssetRef & { kind: "workload" };

/** What is known of the workloads of a cluster, by `assetKey`. */
export interface KnownWorkloads {
  /** Controllers that are there. */
  controllers: ReadonlySet<string>;
  /** Pods that a configuration shows to belong to nothing. */
  bare: ReadonlySet<string>;
}

/**
 * The controller of a pod that a tool knows by nothing but its name: the one workload of the cluster that makes up such
 * names. null where there is none, or where there are two, or where the pod is known to stand alone.
 */
export function controllerOf(pod: Workload, known: KnownWorkloads): Workload | null {
  if (known.bare.has(assetKey(pod))) return null;
  const found = possibleControllers(pod.name)
    .map(({ kind, name }): Workload => ({ ...pod, workloadKind: kind, name }))
    .filter((ref) => known.controllers.has(assetKey(ref)));
  return found.length === 1 ? (found[0] as Workload) : null;
}

/**
 * Items of a report with its pods folded to their controllers, so that a pod that is made anew is no other thing.
 * @param load is asked once, and only when the report names a pod
 */
export async function* foldPods(items: AsyncIterable<Item>, load: () => Promise<KnownWorkloads>): AsyncGenerator<Item> {
  let known: KnownWorkloads | null = null;
  const folded = new Map<string, AssetRef>();
  const fold = async <T extends AssetRef | null | undefined>(ref: T): Promise<T> => {
    if (ref?.kind !== "workload" || ref.workloadKind !== "Pod") return ref;
    const key = assetKey(ref);
    let result = folded.get(key);
    if (!result) {
      known ??= await load();
      result = controllerOf(ref, known) ?? ref;
      folded.set(key, result);
    }
    return result as T;
  };
  for await (const item of items) {
    if (item.type === "scope") {
      const target = await fold(item.target);
      const placedOn = item.placedOn && (await Promise.all(item.placedOn.map(fold)));
      yield target === item.target && !placedOn ? item : { ...item, target, placedOn };
    } else if (item.type === "detection" && item.asset) {
      const asset = await fold(item.asset);
      yield asset === item.asset ? item : { ...item, asset };
    } else yield item;
  }
}
