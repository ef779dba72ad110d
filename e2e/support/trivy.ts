export interface Vulnerability {
  id: string;
  package: string;
  severity?: "CRITICAL" | "HIGH" | "MEDIUM" | "LOW" | "UNKNOWN";
  installed?: string;
  fixed?: string;
  title?: string;
  /** Other names that it goes by. */
  aliases?: string[];
}

export interface ImageReport {
  image: string;
  digest: string;
  at: string;
  vulnerabilities: Vulnerability[];
  /** Of its configuration; versions of one image have different ones. */
  imageId?: string;
}

const hex = (letter: string) => `sha256:${letter.repeat(64)}`;

/** A report as `trivy image --format json` writes it, with only what the tests need. */
export function trivyImage({ image, digest, at, vulnerabilities, imageId = hex("1") }: ImageReport): object {
  const repository = image.replace(/:[^:/]+$/, "");
  return {
    SchemaVersion: 2,
    CreatedAt: at,
    ArtifactName: image,
    ArtifactType: "container_image",
    Metadata: {
      OS: { Family: "debian", Name: "12.5" },
      ImageID: imageId,
      RepoTags: [image],
      RepoDigests: [`${repository}@${digest}`],
    },
    Results: [
      {
        Target: `${image} (debian 12.5)`,
        Class: "os-pkgs",
        Type: "debian",
        Packages: vulnerabilities.map(({ package: Name, installed = "1.0.0" }) => ({ Name, Version: installed })),
        Vulnerabilities: vulnerabilities.map(entry),
      },
    ],
  };
}

function entry({
  id,
  package: name,
  severity = "HIGH",
  installed = "1.0.0-1",
  fixed,
  title,
  aliases,
}: Vulnerability): object {
  return {
    VulnerabilityID: id,
    ...(aliases ? { VendorIDs: aliases } : {}),
    PkgID: `${name}@${installed}`,
    PkgName: name,
    PkgIdentifier: { PURL: `pkg:deb/debian/${name}@${installed}?arch=amd64&distro=debian-12.5` },
    InstalledVersion: installed,
    ...(fixed ? { FixedVersion: fixed, Status: "fixed" } : { Status: "affected" }),
    SeveritySource: "nvd",
    Title: title ?? `${name}: out-of-bounds read`,
    Description: `A crafted input makes ${name} read past the end of a buffer.`,
    Severity: severity,
  };
}

/** A digest that is the same for the same word. */
export function digestOf(word: string): string {
  const text = Buffer.from(word).toString("hex").padEnd(64, "0").slice(0, 64);
  return `sha256:${text}`;
}
