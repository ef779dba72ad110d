/** A deterministic fleet in the tools' own formats: inventory of clusters, and a Trivy report for each image version. */
export interface Shape {
  images: number;
  /** Vulnerabilities of one image. */
  perImage: number;
  clusters: number;
  rules: number;
}

/** About `findings` findings: every second image runs in three places, the others in one, so two findings a detection. */
export function shapeFor(findings: number): Shape {
  const perImage = 250;
  const images = Math.max(8, Math.round(findings / 2 / perImage));
  return {
    images,
    perImage,
    clusters: Math.max(3, Math.min(40, Math.round(images / 50))),
    rules: Math.min(20_000, Math.max(500, perImage * 20)),
  };
}

export function random(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const hex = (n: number) => n.toString(16).padStart(64, "0");
const SEVERITIES = ["LOW", "LOW", "LOW", "MEDIUM", "MEDIUM", "MEDIUM", "HIGH", "HIGH", "CRITICAL"];

export const repositoryOf = (image: number) => `registry.example.org/shop/app-${image}`;
export const digestOf = (image: number, version = 1) => `sha256:${hex(image * 10 + version)}`;
export const clusterName = (n: number) => `bench-${n}`;

/** Places (cluster numbers) where an image runs. */
export function placesOf(image: number, clusters: number): number[] {
  const first = image % clusters;
  return image % 2 === 0 ? [first, (first + 1) % clusters, (first + 2) % clusters] : [first];
}

interface ReportOptions {
  version?: number;
  /** Part of the entries that differ from version to version of the same scan. */
  churn?: number;
  createdAt: string;
}

/** A Trivy JSON report of one image. With `churn` that share of its entries is replaced by others. */
export function trivyReport(shape: Shape, image: number, { version = 1, churn = 0, createdAt }: ReportOptions): string {
  const rng = random(image * 7919 + 13);
  const change = random(image * 104_729 + Math.round(churn * 1000) + version);
  const vulnerabilities = [];
  for (let i = 0; i < shape.perImage; i++) {
    let rule = Math.floor(rng() ** 2 * shape.rules);
    if (churn > 0 && change() < churn) rule = Math.floor(change() * shape.rules);
    // As in life, a rule is of one severity wherever it is found.
    const severity = SEVERITIES[rule % SEVERITIES.length];
    const fixable = rule % 5 < 3;
    const name = `lib${(rule * 31) % 997}`;
    vulnerabilities.push({
      VulnerabilityID: `CVE-20${10 + (rule % 15)}-${10_000 + rule}`,
      PkgName: name,
      PkgIdentifier: { PURL: `pkg:deb/debian/${name}@1.${i % 9}.0?distro=debian-12` },
      InstalledVersion: `1.${i % 9}.0`,
      FixedVersion: fixable ? `1.${i % 9}.${1 + (rule % 5)}` : undefined,
      Status: fixable ? "fixed" : "affected",
      Severity: severity,
      SeveritySource: "debian",
      Title: `${name}: weakness number ${rule} in the handling of its input`,
      Description:
        `The ${name} library mishandles input of kind ${rule}, which lets an attacker do what the caller may do.`.repeat(
          2,
        ),
      VendorSeverity: { debian: 1 + (rule % 4), nvd: 1 + (rule % 4) },
      PrimaryURL: `https://example.org/${rule}`,
    });
  }
  return JSON.stringify({
    SchemaVersion: 2,
    CreatedAt: createdAt,
    ArtifactName: `${repositoryOf(image)}:v${version}`,
    ArtifactType: "container_image",
    Metadata: {
      RepoTags: [`${repositoryOf(image)}:v${version}`],
      RepoDigests: [`${repositoryOf(image)}@${digestOf(image, version)}`],
    },
    Results: [
      {
        Target: `${repositoryOf(image)}:v${version} (debian 12.5)`,
        Class: "os-pkgs",
        Type: "debian",
        Vulnerabilities: vulnerabilities,
      },
    ],
  });
}

/** `kubectl get deploy,pods -A -o json` of a cluster: a Deployment and a Pod for each image that runs there. */
export function inventory(shape: Shape, cluster: number, versionOf: (image: number) => number = () => 1): string {
  const items = [];
  for (let image = 0; image < shape.images; image++) {
    if (!placesOf(image, shape.clusters).includes(cluster)) continue;
    const name = `app-${image}`;
    const labels = { app: name };
    const reference = `${repositoryOf(image)}:v${versionOf(image)}@${digestOf(image, versionOf(image))}`;
    items.push({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace: `team-${image % 20}`, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: "main", image: reference }] } },
      },
    });
  }
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
