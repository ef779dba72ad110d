import { packageKey, packageKeyOf } from "../../domain/identity/package-url";

/** What Trivy calls `Type` of a result → type of Package URL. Source: pkg/purl and pkg/fanal/types of Trivy. */
const purlTypes: Record<string, string> = {
  apk: "alpine chainguard wolfi minimos",
  deb: "debian ubuntu echo",
  rpm: "redhat centos rocky alma amazon fedora oracle opensuse suse sles slem photon azurelinux azure cbl-mariner mariner openeuler anolis",
  bottlerocket: "bottlerocket",
  maven: "jar pom gradle sbt java",
  gem: "bundler gemspec rubygems",
  nuget: "nuget dotnet-core packages-props nuget-config",
  composer: "composer composer-vendor",
  conda: "conda-pkg conda-environment",
  pypi: "python-pkg pip pipenv poetry uv pylock",
  golang: "gobinary gomod",
  npm: "npm node-pkg yarn pnpm bun javascript",
  cargo: "cargo rustbinary",
  cocoapods: "cocoapods",
  swift: "swift",
  hex: "hex",
  conan: "conan",
  pub: "pub",
  julia: "julia",
  bitnami: "bitnami",
  k8s: "kubernetes eks gke aks rke ocp k8s",
  wordpress: "wordpress",
};
const typeOf = new Map(Object.entries(purlTypes).flatMap(([purl, types]) => types.split(" ").map((t) => [t, purl])));

/** Targets under which Trivy gathers what it finds installed in an image (pkg/scan/langpkg). */
const gathered = new Map([
  ["Java", "jar"],
  ["Node.js", "node-pkg"],
  ["Python", "python-pkg"],
  ["Ruby", "gemspec"],
  ["Conda", "conda-pkg"],
]);

/** Names of lock files in reports that are older than `Type` (before 0.5). */
const lockFiles: [RegExp, string][] = [
  [/(^|\/)(package-lock\.json|npm-shrinkwrap\.json|package\.json)$/, "npm"],
  [/(^|\/)yarn\.lock$/, "yarn"],
  [/(^|\/)pnpm-lock\.ya?ml$/, "pnpm"],
  [/(^|\/)composer\.lock$/, "composer"],
  [/(^|\/)Gemfile\.lock$/, "bundler"],
  [/\.gemspec$/, "gemspec"],
  [/(^|\/)Pipfile\.lock$/, "pipenv"],
  [/(^|\/)poetry\.lock$/, "poetry"],
  [/(^|\/)requirements[^/]*\.txt$/, "pip"],
  [/(^|\/)Cargo\.lock$/, "cargo"],
  [/(^|\/)packages\.(lock\.json|config)$/, "nuget"],
  [/(^|\/)go\.(sum|mod)$/, "gomod"],
  [/\.(jar|war|ear|par)$/, "jar"],
];

/** `alpine:3.10 (alpine 3.10.2)` → `{name: "alpine:3.10", family: "alpine"}`; null where no system is named. */
export function splitSystemTarget(target: string): { name: string; family: string } | null {
  const match = /^(.*\S)\s+\(([a-z][^()]*?)(?:\s+[^\s()]+)?\)$/i.exec(target);
  if (!match) return null;
  return { name: match[1] ?? "", family: (match[2] ?? "").toLowerCase() };
}

/** Trivy's package type of a result: as stated, else from its target. "" when neither tells. */
export function packageType(type: string, target: string): string {
  if (type !== "") return type.toLowerCase();
  const system = splitSystemTarget(target);
  if (system && purlTypeOf(system.family)) return system.family;
  return gathered.get(target) ?? lockFiles.find(([pattern]) => pattern.test(target))?.[1] ?? "";
}

/** Type of Package URL of a Trivy type, also in the spellings of old versions (`opensuse.leap`, `suse linux …`). */
export function purlTypeOf(type: string): string | null {
  const known = typeOf.get(type);
  if (known) return known;
  if (/^(open)?suse|^red hat|^rhel|^cent|^oracle|^amazon|^photon|^cbl|^azure/.test(type)) return "rpm";
  return null;
}

/** Is it a package of the operating system, for which a distribution can have an opinion? */
export function isSystemType(type: string): boolean {
  const purl = purlTypeOf(type);
  return purl === "apk" || purl === "deb" || purl === "rpm" || purl === "bottlerocket";
}

/** Keys of the packages that came last: one has many vulnerabilities, and many images have the same. */
const keys = new Map<string, string | null>();
const mostKeys = 10_000;

/** Spellings of Syft (and of its old versions) → those of Trivy: the same package by both tools is one location. */
const spellings: [string, string][] = [
  ["pkg:alpine/", "pkg:apk/alpine/"],
  ["pkg:rpm/rhel/", "pkg:rpm/redhat/"],
  ["pkg:rpm/amzn/", "pkg:rpm/amazon/"],
  ["pkg:rpm/amazonlinux/", "pkg:rpm/amazon/"],
  ["pkg:rpm/almalinux/", "pkg:rpm/alma/"],
  ["pkg:rpm/rockylinux/", "pkg:rpm/rocky/"],
  ["pkg:rpm/ol/", "pkg:rpm/oracle/"],
  ["pkg:rpm/oraclelinux/", "pkg:rpm/oracle/"],
  ["pkg:rpm/mariner/", "pkg:rpm/cbl-mariner/"],
  ["pkg:rpm/opensuse-leap/", "pkg:rpm/opensuse/"],
  ["pkg:rpm/opensuse.leap/", "pkg:rpm/opensuse/"],
  ["pkg:rpm/opensuse-tumbleweed/", "pkg:rpm/opensuse/"],
  ["pkg:rpm/opensuse.tumbleweed/", "pkg:rpm/opensuse/"],
  ["pkg:rpm/sles/", "pkg:rpm/suse/"],
];

/** Canonical key of a purl in one spelling for each distribution; null: not a purl. */
function spelled(purl: string): string | null {
  const key = packageKeyOf(purl);
  const found = key === null ? undefined : spellings.find(([other]) => key.startsWith(other));
  return key !== null && found ? found[1] + key.slice(found[0].length) : key;
}

function keyOf(purl: string): string | null {
  let key = keys.get(purl);
  if (key === undefined) {
    key = purl === "" ? null : spelled(purl);
    if (keys.size >= mostKeys) keys.clear();
    if (purl.length < 500) keys.set(purl, key);
  }
  return key;
}

/**
 * Where a vulnerable package is: its Package URL without version, from the purl that newer versions print, else from
 * Trivy's type and the package's name. A type that is not known is kept as it is, so that two packages never meet.
 */
export function packageLocation(purl: string, type: string, name: string): string {
  const key = keyOf(purl);
  if (key) return key;
  const purlType = purlTypeOf(type) ?? (/^[a-z][a-z0-9.+-]*$/.test(type) ? type : "generic");
  return packageKey({ type: purlType, ...nameParts(purlType, type, name) });
}

function nameParts(purlType: string, type: string, name: string): { namespace?: string; name: string } {
  if (purlType === "apk" || purlType === "deb" || purlType === "rpm") return { namespace: family(type), name };
  if (purlType === "cocoapods") return { name: name.split("/")[0] || name };
  const path = purlType === "maven" ? name.replaceAll(":", "/") : name;
  const slash = path.lastIndexOf("/");
  if (slash <= 0 || slash === path.length - 1 || purlType === "pypi" || purlType === "gem") return { name: path };
  return { namespace: path.slice(0, slash), name: path.slice(slash + 1) };
}

/** Namespace that Trivy gives packages of a distribution. */
function family(type: string): string {
  if (/^opensuse/.test(type)) return "opensuse";
  if (/^(sles|slem|suse)/.test(type)) return "suse";
  return type.replace(/\s+/g, "-");
}
