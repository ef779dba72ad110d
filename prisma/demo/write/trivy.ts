import { chance, digestOf, hex, uuid } from "../chance";
import type { Secret } from "../company/image";
import type { Stack } from "../company/stacks";
import { type Hit, type ImageVersion, stacksOf, systemOf } from "./image-version";
import { purlOf } from "./purl";

const trivyVersion = "0.67.2";
const numbers = { unknown: 0, low: 1, medium: 2, high: 3, critical: 4 };

/** `trivy image --format json` of a version, so many days ago. */
export function trivyImage(version: ImageVersion, ago: number, at: Date, keep: (stack: Stack) => boolean = () => true) {
  const { reference, line, digest, id } = version;
  const system = systemOf(version);
  const results = stacksOf(version, ago)
    .filter(({ stack }) => keep(stack))
    .map(({ stack, target, hits }) => ({
      Target: target,
      Class: stack.class,
      Type: stack.type,
      ...(hits.length > 0
        ? { Vulnerabilities: hits.map((hit) => entry(hit, stack, reference, system?.name ?? "")) }
        : {}),
    }));
  return {
    ...head(reference, "container_image", at),
    Metadata: {
      ...(system ? { OS: { Family: system.family, Name: system.name } } : {}),
      ImageID: id,
      DiffIDs: [digestOf(`layer of ${reference}`)],
      RepoTags: [reference],
      RepoDigests: [`${line.repository}@${digest}`],
      ImageConfig: {
        architecture: "amd64",
        os: "linux",
        rootfs: { type: "layers", diff_ids: [digestOf(`layer of ${reference}`)] },
      },
    },
    Results: [...results, ...line.secrets.map(secretResult)],
  };
}

export function head(name: string, type: string, at: Date) {
  return {
    SchemaVersion: 2,
    Trivy: { Version: trivyVersion },
    ReportID: uuid(`${name} ${at.toISOString()}`),
    CreatedAt: at.toISOString(),
    ArtifactName: name,
    ArtifactType: type,
  };
}

/**
 * One vulnerability.
 * @param place what it was found in
 * @param release of the distribution; "" where there is none
 */
export function entry({ flaw, package: name, installed }: Hit, stack: Stack, place: string, release: string) {
  const { source, severities } = opinionsOf(flaw.id, flaw.severity, stack);
  return {
    VulnerabilityID: flaw.id,
    PkgID: `${name}@${installed}`,
    PkgName: name,
    PkgIdentifier: {
      PURL: purlOf(stack.type, name, installed, release),
      UID: hex(`${name} ${place}`, 16),
    },
    InstalledVersion: installed,
    ...(flaw.fixedVersion ? { FixedVersion: flaw.fixedVersion } : {}),
    Status: statusOf(flaw),
    Layer: { DiffID: digestOf(`layer of ${place}`) },
    SeveritySource: source,
    PrimaryURL: linkOf(flaw.id),
    Title: `${name.split(/[/:]/).at(-1)}: ${flaw.title}`,
    Severity: flaw.severity.toUpperCase(),
    VendorSeverity: severities,
    References: [`https://nvd.nist.gov/vuln/detail/${flaw.id}`],
  };
}

export const linkOf = (id: string) => `https://avd.aquasec.com/nvd/${id.toLowerCase()}`;

function statusOf({ fixedVersion, wontFix }: Hit["flaw"]): string {
  if (fixedVersion) return "fixed";
  return wontFix ? "will_not_fix" : "affected";
}

/** Debian ranks only what it takes for minor; elsewhere NVD speaks, or GitHub with NVD now and then a step above. */
function opinionsOf(id: string, severity: keyof typeof numbers, { class: sort, type }: Stack) {
  const own = numbers[severity];
  if (sort === "os-pkgs") {
    const source = type === "debian" && severity === "low" ? "debian" : "nvd";
    return { source, severities: { [source]: own } };
  }
  const nvd = chance(`nvd ${id}`) < 0.15 ? Math.min(4, own + 1) : own;
  return { source: "ghsa", severities: { ghsa: own, nvd } };
}

export function secretResult(secret: Secret) {
  return {
    Target: secret.path,
    Class: "secret",
    Secrets: [
      {
        RuleID: secret.ruleId,
        Category: secret.category,
        Severity: secret.severity,
        Title: secret.title,
        StartLine: secret.line,
        EndLine: secret.line,
        Code: { Lines: [] },
        Match: secret.match,
      },
    ],
  };
}
