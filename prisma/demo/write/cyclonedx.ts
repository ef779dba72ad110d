import { uuid } from "../chance";
import { versionAt } from "../facts/package-line";
import { type ImageVersion, stacksOf, systemOf } from "./image-version";
import { purlOf } from "./purl";
import { linkOf } from "./trivy";

/** Bill of materials of a version by cdxgen, with what dep-scan knows about its parts. */
export function cycloneDxImage(version: ImageVersion, ago: number, at: Date) {
  const { reference, line, digest, id } = version;
  const release = systemOf(version)?.name ?? "";
  const name = line.repository.split("/").at(-1) ?? "";
  const root = `pkg:oci/${name}@${encodeURIComponent(digest)}?arch=amd64&repository_url=${encodeURIComponent(line.repository)}`;
  const stacks = stacksOf(version, ago).map((one, index) => ({
    ...one,
    level: version.levels[line.stacks.indexOf(one.stack)] ?? version.levels[index] ?? 0,
  }));
  const components = stacks.flatMap(({ stack, level }) =>
    stack.packages.flatMap(({ names, versions }) =>
      names.map((package_) => {
        const installed = versionAt(versions, level);
        const purl = purlOf(stack.type, package_, installed, release);
        const [group, artifact] = package_.includes(":") ? package_.split(":") : [undefined, package_];
        return {
          "bom-ref": purl,
          type: "library",
          ...(group ? { group } : {}),
          name: artifact ?? package_,
          version: installed,
          purl,
        };
      }),
    ),
  );
  const vulnerabilities = new Map<string, { affects: object[]; [key: string]: unknown }>();
  for (const { stack, hits } of stacks) {
    for (const { flaw, package: package_, installed } of hits) {
      const affected = {
        ref: purlOf(stack.type, package_, installed, release),
        versions: [{ version: installed, status: "affected" }],
      };
      const known = vulnerabilities.get(flaw.id);
      if (known) known.affects.push(affected);
      else
        vulnerabilities.set(flaw.id, {
          id: flaw.id,
          source: { name: stack.class === "os-pkgs" ? "nvd" : "ghsa" },
          ratings: [{ source: { name: "nvd" }, severity: flaw.severity }],
          description: flaw.title,
          ...(flaw.fixedVersion ? { recommendation: `Upgrade ${package_} to version ${flaw.fixedVersion}` } : {}),
          advisories: [{ url: linkOf(flaw.id) }],
          affects: [affected],
        });
    }
  }
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuid(`bom of ${reference} ${at.toISOString()}`)}`,
    version: 1,
    metadata: {
      timestamp: at.toISOString().replace(/\.\d+Z$/, "+00:00"),
      tools: {
        components: [
          {
            type: "application",
            group: "@cyclonedx",
            name: "cdxgen",
            version: "11.9.0",
            publisher: "OWASP Foundation",
          },
        ],
      },
      component: {
        "bom-ref": root,
        type: "container",
        name: reference,
        purl: root,
        properties: [
          { name: "oci:image:Id", value: id },
          { name: "oci:image:RepoTag", value: reference },
        ],
      },
    },
    components,
    dependencies: [{ ref: root, dependsOn: components.map((one) => one["bom-ref"]) }],
    vulnerabilities: [...vulnerabilities.values()],
  };
}
