/** A controlling object, as in `metadata.ownerReferences`; `controller` may be missing where a tool trims it. */
export type OwnerReference = { kind: string; name: string; controller?: boolean };
export type ControllerName = { kind: string; name: string };

/**
 * Names that Kubernetes makes up. The alphabet is `rand.SafeEncodeString` of k8s.io/apimachinery. A pod-template hash
 * is a decimal number put through it, so only ten of its characters occur; other controllers use more of them.
 */
const templateHash = /^(?:[4-9bcdf]{6,10}|(?=.*[2-9])(?=.*[b-z])[bcdfghjklmnpqrstvwxz2456789]{8,10})$/;
const podSuffix = /^[bcdfghjklmnpqrstvwxz2456789]{5}$/;
/** Generated names are cut so that, with their five random characters, they fit a DNS label. */
const longestGenerated = 63;
const cutPod = /^(.+)-[4-9bcdf]{3,10}[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** Minutes since 1970 (2019 to 2046), as CronJob controllers write since 1.21; a date such as 20240131 is less. */
const minutes: readonly [number, number] = [26_000_000, 40_000_000];
/** Seconds since 1970 (2016 to 2023), as the controllers before it wrote. */
const seconds: readonly [number, number] = [1_451_606_400, 1_704_067_200];

/**
 * The controller that stays when its ReplicaSets, Jobs and Pods come and go: by owner reference, else by the name
 * alone where the name leaves no doubt. Where it does, the object stays what it is: two things are never made one.
 */
export function foldController(kind: string, name: string, owners: readonly OwnerReference[] = []): ControllerName {
  if (kind !== "ReplicaSet" && kind !== "Job" && kind !== "Pod" && kind !== "ReplicationController") {
    return { kind, name };
  }
  const owner = owners.find((o) => o.controller) ?? owners.find((o) => o.controller === undefined);
  // A static pod is "owned" by its node; that is no controller.
  if (owner && owner.kind !== "Node") {
    return owner.kind === kind ? foldByName(owner.kind, owner.name) : foldController(owner.kind, owner.name);
  }
  return foldByName(kind, name);
}

function foldByName(kind: string, name: string): ControllerName {
  const dash = name.lastIndexOf("-");
  const base = name.slice(0, Math.max(dash, 0));
  const suffix = name.slice(dash + 1);
  if (base !== "") {
    if (kind === "ReplicaSet" && templateHash.test(suffix)) return { kind: "Deployment", name: base };
    if (kind === "Job" && isRunTime(suffix)) return { kind: "CronJob", name: base };
    if (kind === "Pod") return foldPod(name, base, suffix);
  }
  return { kind, name };
}

function foldPod(name: string, base: string, suffix: string): ControllerName {
  if (podSuffix.test(suffix)) {
    for (const made of ["ReplicaSet", "Job"]) {
      const folded = foldByName(made, base);
      if (folded.kind !== made) return folded;
    }
  }
  const cut = name.length === longestGenerated ? cutPod.exec(name) : null;
  return cut?.[1] ? { kind: "Deployment", name: cut[1] } : { kind: "Pod", name };
}

function isRunTime(suffix: string): boolean {
  const [low, high] = suffix.length === 8 ? minutes : seconds;
  return /^(?:\d{8}|\d{10})$/.test(suffix) && Number(suffix) >= low && Number(suffix) < high;
}

/** Controllers whose pods carry their name and five random characters, or an ordinal, and no hash of a template. */
const plain = ["DaemonSet", "ReplicaSet", "Job", "ReplicationController"] as const;

/**
 * What a pod may belong to whose name alone leaves a doubt (`agent-x2k9z`, `db-0`): it does when exactly one of these is
 * known in its namespace. Nothing for names that Kubernetes does not make up. An indexed Job puts a number before the
 * random characters.
 */
export function possibleControllers(pod: string): ControllerName[] {
  const made = /^(.+)-([^-]+)$/.exec(pod);
  const [, base = "", suffix = ""] = made ?? [];
  const found: ControllerName[] = [];
  if (podSuffix.test(suffix)) {
    found.push(...plain.map((kind) => ({ kind, name: base })));
    const job = /^(.+)-\d+$/.exec(base)?.[1];
    if (job) found.push({ kind: "Job", name: job });
  }
  if (/^(?:0|[1-9]\d{0,4})$/.test(suffix)) found.push({ kind: "StatefulSet", name: base });
  return found;
}
