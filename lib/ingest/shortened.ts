import { bounded } from "../importers/text";
import type { AssetRef, Item } from "../importers/types";

/**
 * Most characters of what becomes part of a key. An index of PostgreSQL takes 2,704 bytes a row and a character is up to
 * three of them; the names of Kubernetes have at most 253. What is longer is cut, and told apart by its hash.
 */
const most = { name: 400, namespace: 250, kind: 80, rule: 400, profile: 600 };

/** The same item with names that fit into keys; the very same object where all of them do. */
export function shortened<T extends Item>(item: T): T;
export function shortened(item: Item): Item {
  switch (item.type) {
    case "scope": {
      const target = item.target && shortRef(item.target);
      const placedOn = item.placedOn?.map(shortRef) as typeof item.placedOn;
      const same = target === item.target && placedOn?.every((ref, index) => ref === item.placedOn?.[index]) !== false;
      const profile = bounded(item.profile, most.profile);
      return same && profile === item.profile ? item : { ...item, target, profile, ...(placedOn && { placedOn }) };
    }
    case "detection": {
      const asset = item.asset && shortRef(item.asset);
      const { rule } = item;
      const long = rule.id.length > most.rule || rule.aliases?.some((alias) => alias.length > most.rule);
      if (asset === item.asset && !long) return item;
      const aliases = rule.aliases?.map((alias) => bounded(alias, most.rule));
      const fitting = { ...rule, id: bounded(rule.id, most.rule), ...(aliases && { aliases }) };
      return { ...item, ...(asset && { asset }), rule: long ? fitting : rule };
    }
    case "inventory":
      return shortInventory(item);
    default:
      return item;
  }
}

function shortInventory(item: Item & { type: "inventory" }): Item {
  if (item.name.length <= most.name && !("namespace" in item && item.namespace.length > most.namespace)) {
    if (item.item !== "workload" || item.images.every(({ image }) => shortRef(image) === image)) return item;
  }
  const named = { ...item, name: bounded(item.name, most.name) };
  if ("namespace" in named) named.namespace = bounded(named.namespace, most.namespace);
  if (named.item === "workload") {
    named.images = named.images.map((one) => ({ ...one, image: shortRef(one.image) as typeof one.image }));
  }
  return named;
}

function shortRef(ref: AssetRef): AssetRef {
  switch (ref.kind) {
    case "cluster":
      return ref;
    case "workload":
      if (
        ref.name.length <= most.name &&
        ref.namespace.length <= most.namespace &&
        ref.workloadKind.length <= most.kind
      )
        return ref;
      return {
        ...ref,
        namespace: bounded(ref.namespace, most.namespace),
        workloadKind: bounded(ref.workloadKind, most.kind),
        name: bounded(ref.name, most.name),
      };
    case "service_account":
      if (ref.name.length <= most.name && ref.namespace.length <= most.namespace) return ref;
      return { ...ref, namespace: bounded(ref.namespace, most.namespace), name: bounded(ref.name, most.name) };
    case "image": {
      const texts = [ref.repository, ref.tag ?? "", ref.imageId ?? "", ...(ref.digests ?? [])];
      if (texts.every((text) => text.length <= most.namespace)) return ref;
      return {
        ...ref,
        repository: bounded(ref.repository, most.name),
        ...(ref.tag && { tag: bounded(ref.tag, most.namespace) }),
        ...(ref.imageId && { imageId: bounded(ref.imageId, most.namespace) }),
        ...(ref.digests && { digests: ref.digests.map((digest) => bounded(digest, most.namespace)) }),
      };
    }
    default:
      return ref.name.length <= most.name ? ref : { ...ref, name: bounded(ref.name, most.name) };
  }
}
