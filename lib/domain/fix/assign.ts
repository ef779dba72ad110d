import type { AssetKind, FixKind, Kind } from "../vocabulary";
import { isSystemPackage, type PackageSaid, type PackageUpgrade, packageType, upgradesOf } from "./packages";
import { isPatchable } from "./patch";

/** What findings are about. */
export interface FixSubject {
  id: number;
  kind: AssetKind;
  clusterId: number;
  name: string;
  /** It runs pods. */
  runsPods: boolean;
}

/** A rule that is broken on the subject, at a location for located kinds. */
export interface FixKey {
  rule: number;
  /** Location as text; "0" for kinds without. */
  loc: string;
  code: string;
  title: string;
  kind: Kind;
  /** A tool says that there is a fix. */
  available: boolean;
  /** A tool says what to do. */
  remediation: boolean;
  /** File that the evidence names. */
  file: string | null;
  packages: readonly Omit<PackageSaid, "flaw">[];
}

/** A fix as it is worked out of one subject. Several subjects may give the same key: then it is one fix. */
export interface FixDraft {
  key: string;
  kind: FixKind;
  /** 0: several subjects. */
  subjectId: number;
  clusterId: number;
  rule: number | null;
  title: string;
  target: string | null;
  packages: PackageUpgrade[];
  /** The subject that its members are broken on. */
  of: number;
  members: FixKey[];
}

/** A thing in the words of a title. */
function thing({ kind, name }: FixSubject): string {
  if (kind === "cluster") return "the cluster";
  if (kind === "node" || kind === "namespace") return `${kind} ${name}`;
  if (kind === "service_account") return `service account ${name}`;
  return kind === "image" ? shortName(name) : name;
}

/** Some tools end a title like a sentence. */
const plain = (title: string) => title.replace(/[.\s]+$/, "");

/** The host of a registry says nothing about what is to be done: `registry.example.com/shop/api` is `shop/api`. */
const registry = /^(?:docker\.io\/(?:library\/)?|[^/]*[.:][^/]*\/|localhost\/)(?=[^/])/;
/** Name of a thing in a title. */
export const shortName = (name: string): string => name.replace(registry, "");

/**
 * Groups what is broken on a subject by the one action that removes it, moves to other versions of an image apart. What has
 * no fix yet, and what happened at run time, is in none.
 */
export function fixesOf(subject: FixSubject, keys: readonly FixKey[]): FixDraft[] {
  const drafts = new Map<string, FixDraft>();
  for (const key of keys) {
    const draft = draftOf(subject, key);
    if (draft === null) continue;
    const known = drafts.get(draft.key) ?? { ...draft, members: [] };
    known.members.push(key);
    drafts.set(draft.key, known);
  }
  return [...drafts.values()].map((draft) => described(subject, draft));
}

type Bare = Omit<FixDraft, "members">;

function draftOf(subject: FixSubject, key: FixKey): Bare | null {
  const base = {
    of: subject.id,
    subjectId: subject.id,
    clusterId: subject.clusterId,
    rule: null,
    target: null,
    packages: [],
  };
  const name = thing(subject);
  switch (key.kind) {
    case "vulnerability":
      return vulnerable(base, subject, key);
    case "secret": {
      const where = key.file ? ` in ${key.file}` : "";
      const title = `Rotate: ${plain(key.title)}${where} of ${name}`;
      return { ...base, kind: "rotate_secret", key: located("secret", subject, key), rule: key.rule, title };
    }
    case "malware":
      return {
        ...base,
        ...{ kind: "remove_malware", key: located("malware", subject, key), rule: key.rule },
        title: `Remove ${plain(key.title)} from ${name}`,
      };
    case "weakness": {
      const where = key.file ? `${key.file} of ${name}` : name;
      const title = `${plain(key.title)}: change ${where}`;
      return { ...base, kind: "change_code", key: located("code", subject, key), rule: key.rule, title };
    }
    case "misconfiguration":
    case "compliance":
      return misconfigured(base, subject, key);
    default:
      return null;
  }
}

const located = (word: string, { id }: FixSubject, { rule, loc }: FixKey) => `${word} ${id} ${rule} ${loc}`;

function vulnerable(base: Omit<Bare, "kind" | "key" | "title">, subject: FixSubject, key: FixKey): Bare | null {
  const fixed = key.packages.some((said) => said.fixed.length > 0);
  if (!key.available && !fixed) return null;
  const names = [...new Set(key.packages.map((said) => said.name).filter(Boolean))].sort();
  if (names.length === 0) {
    return { ...base, kind: "change_setting", key: `setting ${subject.id} ${key.rule}`, rule: key.rule, title: "" };
  }
  if (key.packages.every((said) => isSystemPackage(packageType(said.location)))) {
    return { ...base, kind: "upgrade_base", key: `base ${subject.id}`, title: "" };
  }
  return { ...base, kind: "upgrade_package", key: `package ${subject.id} ${names.join("+").slice(0, 200)}`, title: "" };
}

function misconfigured(base: Omit<Bare, "kind" | "key" | "title">, subject: FixSubject, key: FixKey): Bare {
  const kind = "change_setting" as const;
  if (subject.kind === "repository") {
    return { ...base, kind: "change_code", key: located("code", subject, key), rule: key.rule, title: "" };
  }
  // One setting of all nodes of a cluster, or of its control plane, is changed at once.
  if (subject.kind === "node" || subject.kind === "cluster") {
    const setting = `setting-of-${subject.kind} ${subject.clusterId} ${key.rule}`;
    return { ...base, kind, key: setting, subjectId: 0, rule: key.rule, title: plain(key.title) };
  }
  const object = subject.kind === "workload" || subject.kind === "service_account";
  if (object && isPatchable(key.code, subject.name)) {
    return { ...base, kind: "patch_manifest", key: `patch ${subject.id}`, title: "" };
  }
  return { ...base, kind, key: `change ${subject.id}`, title: "" };
}

const mostNamed = 3;

function described(subject: FixSubject, draft: FixDraft): FixDraft {
  if (draft.title !== "") return draft;
  const name = thing(subject);
  const [first] = draft.members as [FixKey];
  const checks = draft.members.length;
  switch (draft.kind) {
    case "upgrade_base":
    case "upgrade_package": {
      const packages = upgradesOf(
        draft.members.flatMap((key) => key.packages.map((said) => ({ ...said, flaw: `${key.rule}` }))),
      );
      return { ...draft, packages, ...upgradeTitle(subject, draft.kind, packages) };
    }
    case "patch_manifest":
      return {
        ...draft,
        title: checks === 1 ? `Patch ${name}: ${plain(first.title)}` : `Patch ${name}: ${checks} checks`,
      };
    case "change_code":
      return { ...draft, title: `${plain(first.title)}: change ${first.file ? `${first.file} of ${name}` : name}` };
    default:
      return {
        ...draft,
        title: checks === 1 ? `${plain(first.title)}: change ${name}` : `Change ${name}: ${checks} checks`,
      };
  }
}

function upgradeTitle(subject: FixSubject, kind: FixKind, packages: readonly PackageUpgrade[]) {
  const name = thing(subject);
  const named = packages.slice(0, mostNamed).map((one) => (one.fixed ? `${one.name} to ${one.fixed}` : one.name));
  const more = packages.length > mostNamed ? ` and ${packages.length - mostNamed} more` : "";
  const list = named.join(", ") + more;
  if (kind === "upgrade_package") {
    const [only] = packages;
    return { title: `Upgrade ${list} in ${name}`, target: packages.length === 1 ? (only?.fixed ?? null) : null };
  }
  const title = subject.kind === "image" ? `Rebuild ${name} on an updated base: ${list}` : `Update ${name}: ${list}`;
  return { title, target: null };
}
