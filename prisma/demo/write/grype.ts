import { chance, hex } from "../chance";
import type { Stack } from "../company/stacks";
import { githubIds } from "../facts/advisories";
import { exploited } from "../facts/exploited";
import { type Hit, type ImageVersion, stacksOf, systemOf } from "./image-version";
import { purlOf } from "./purl";

const version = "0.98.0";
const languages = {
  ...{ deb: "", apk: "", "go-module": "go", npm: "javascript" },
  ...{ "java-archive": "java", python: "python" },
};
const types: Readonly<Record<Stack["type"], keyof typeof languages>> = {
  ...{ debian: "deb", alpine: "apk", gobinary: "go-module" },
  ...{ "node-pkg": "npm", jar: "java-archive", "python-pkg": "python" },
} as const;
const words = { unknown: "Unknown", low: "Low", medium: "Medium", high: "High", critical: "Critical" };
const steps = ["unknown", "low", "medium", "high", "critical"] as const;

/** Two databases are never of one mind: what one of them has not (yet). */
const isKnownToGrype = (hit: Hit) => chance(`grype ${hit.flaw.id}`) >= 0.03;

/** `grype IMAGE -o json` of a version, so many days ago. */
export function grypeImage(image: ImageVersion, ago: number, at: Date) {
  const { reference, line, digest, id } = image;
  const system = systemOf(image);
  const matches = stacksOf(image, ago).flatMap(({ stack, hits }) =>
    hits.filter(isKnownToGrype).map((hit) => match(hit, stack, image)),
  );
  return {
    matches,
    source: {
      type: "image",
      target: {
        userInput: reference,
        imageID: id,
        manifestDigest: digest,
        mediaType: "application/vnd.docker.distribution.manifest.v2+json",
        tags: [reference],
        imageSize: 40_000_000 + Math.floor(chance(`size ${reference}`) * 300_000_000),
        layers: [],
        repoDigests: [`${line.repository}@${digest}`],
        architecture: "amd64",
        os: "linux",
      },
    },
    distro: { name: system?.family ?? "", version: system?.name ?? "", idLike: [] },
    descriptor: {
      name: "grype",
      version,
      configuration: { output: ["json"], search: { scope: "squashed" }, "only-fixed": false },
      db: {
        status: { schemaVersion: "v6.0.2", built: at.toISOString().slice(0, 10).concat("T04:12:33Z"), valid: true },
      },
      timestamp: at.toISOString(),
    },
  };
}

function match({ flaw, package: name, installed }: Hit, stack: Stack, image: ImageVersion) {
  const type = types[stack.type];
  const system = systemOf(image);
  const os = stack.class === "os-pkgs";
  const github = os ? undefined : githubIds.get(flaw.id);
  const severity = os ? flaw.severity : opinionOf(flaw.id, flaw.severity);
  const namespace = os
    ? `${system?.family}:distro:${system?.family}:${releaseOf(system)}`
    : github
      ? `github:language:${languages[type]}`
      : "nvd:cpe";
  const fact = exploited.find((one) => one.id === flaw.id);
  const nvd = { id: flaw.id, dataSource: `https://nvd.nist.gov/vuln/detail/${flaw.id}`, namespace: "nvd:cpe" };
  return {
    vulnerability: {
      id: github ?? flaw.id,
      dataSource: github ? `https://github.com/advisories/${github}` : nvd.dataSource,
      namespace,
      severity: words[severity],
      urls: [],
      description: flaw.title,
      cvss: [],
      ...(fact ? { epss: [{ cve: flaw.id, epss: fact.epss, percentile: 0.98 }] } : {}),
      fix: {
        versions: flaw.fixedVersion ? flaw.fixedVersion.split(", ") : [],
        state: flaw.fixedVersion ? "fixed" : flaw.wontFix ? "wont-fix" : "not-fixed",
      },
      advisories: [],
    },
    relatedVulnerabilities: github || os ? [{ ...nvd, severity: words[flaw.severity], urls: [], cvss: [] }] : [],
    matchDetails: [
      {
        type: "exact-direct-match",
        matcher: os ? `${type === "deb" ? "dpkg" : "apk"}-matcher` : `${languages[type]}-matcher`,
        searchedBy: { namespace, package: { name, version: installed } },
        found: { vulnerabilityID: github ?? flaw.id },
      },
    ],
    artifact: {
      id: hex(`${image.reference} ${name}`, 16),
      name,
      version: installed,
      type,
      locations: [{ path: os ? "/var/lib/dpkg/status" : "/app" }],
      language: languages[type],
      licenses: [],
      cpes: [],
      purl: purlOf(stack.type, name, installed, system?.name ?? ""),
      upstreams: [],
    },
  };
}

/** Debian by its major version, Alpine by its branch. */
const releaseOf = (system: { family: string; name: string } | null) =>
  system?.name
    .split(".")
    .slice(0, system.family === "debian" ? 1 : 2)
    .join(".");

/** GitHub sees now and then a step less in it than others do. */
function opinionOf(id: string, severity: keyof typeof words): keyof typeof words {
  return chance(`github ${id}`) < 0.12 ? (steps[Math.max(1, steps.indexOf(severity) - 1)] ?? severity) : severity;
}
