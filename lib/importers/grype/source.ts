import { imageIdDigest, parseImageReference } from "../../domain/identity/image-reference";
import { type Artifact, artifactOf, looksLikeFile } from "../trivy/artifact";
import { isObject, type Json, textOf, textsOf } from "../trivy/guards";
import type { ImportOptions } from "../types";

/** What a document is about, and why it can't be all there is ("" when nothing speaks against it). */
export interface Scanned {
  artifact: Artifact;
  partial: string;
}

/** Where Grype was told to get it from, in front of the name: `docker:nginx`, `oci-dir:./image`. */
const schemes =
  /^(?:docker|podman|containerd|registry|docker-archive|oci-archive|oci-dir|oci-model|singularity|sbom|dir|file|purl|snap):(?!\d+\/)/;

/** `source` of a document; image digests are aliases of one asset, the registry's first. */
export function scanned(report: Json, options: ImportOptions): Scanned {
  const source = isObject(report.source) ? report.source : {};
  const type = textOf(source.type).toLowerCase();
  if (isObject(source.target)) return { artifact: imageArtifact(source.target, options), partial: "" };
  const given = textOf(source.target);
  const name = given === "unknown" ? "" : given.replace(schemes, "");
  const partial = type === "purl" || type === "cpe" ? "a scan of single packages" : "";
  // Only directories and files have a name that may stand for a source.
  const artifactType = type === "directory" || type === "file" ? "filesystem" : "";
  const system = isObject(report.distro) && textOf(report.distro.name) !== "" && type === "directory";
  const metadata = system ? { OS: {} } : {};
  return {
    artifact: artifactOf({ ArtifactName: name, ArtifactType: artifactType, Metadata: metadata }, options),
    partial,
  };
}

function imageArtifact(target: Json, options: ImportOptions): Artifact {
  const name = textOf(target.userInput).replace(schemes, "");
  const tags = textsOf(target.tags);
  const artifact = artifactOf(
    {
      ArtifactName: name || tags[0] || "",
      ArtifactType: "container_image",
      Metadata: { ImageID: target.imageID, RepoTags: tags, RepoDigests: target.repoDigests },
    },
    options,
  );
  const manifest = imageIdDigest(textOf(target.manifestDigest));
  if (!manifest) return artifact;
  if (artifact.target?.kind === "image") {
    const digests = [...new Set([...(artifact.target.digests ?? []), manifest])];
    return { ...artifact, target: { ...artifact.target, digests } };
  }
  const named = looksLikeFile(name) ? null : parseImageReference(name);
  if (artifact.target !== null || !named) return artifact;
  return { target: { kind: "image", repository: named.repository, digests: [manifest] }, label: name };
}

/** Flags that narrow a run: with them it sees less than without, so what it lacks closes nothing of the whole run. */
export function profileOf(descriptor: Json, options: ImportOptions): string {
  const settings = isObject(descriptor.configuration) ? descriptor.configuration : {};
  const search = isObject(settings.search) ? settings.search : {};
  const ignored = textOf(settings["ignore-wontfix"]) || textsOf(settings["ignore-states"]).join("+");
  const excluded = textsOf(settings.exclude).sort();
  const parts = [
    settings["only-fixed"] === true ? "only-fixed" : "",
    settings["only-notfixed"] === true ? "only-notfixed" : "",
    ignored === "" ? "" : `without-${ignored}`,
    /^all-?layers$/i.test(textOf(search.scope)) ? "all-layers" : "",
    excluded.length > 0 ? `excludes=${excluded.join("+").slice(0, 200)}` : "",
    options.profile ?? "",
  ];
  return parts.filter((part) => part !== "").join(",");
}

/** What Grype itself says is wrong with its answer. */
export function complaints(report: Json, label: string): string[] {
  const descriptor = isObject(report.descriptor) ? report.descriptor : {};
  const database = isObject(descriptor.db) ? descriptor.db : {};
  const status = isObject(database.status) ? database.status : database;
  const error = textOf(status.error) || textOf(database.error);
  const messages = error === "" ? [] : [`${label}: the vulnerability database has an error: ${error.slice(0, 300)}`];
  const alerts = Array.isArray(report.alertsByPackage) ? report.alertsByPackage.filter(isObject) : [];
  const kinds = new Map<string, number>();
  for (const alert of alerts.flatMap((one) => (Array.isArray(one.alerts) ? one.alerts.filter(isObject) : []))) {
    const kind = textOf(alert.type).slice(0, 60);
    if (kind !== "") kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  for (const [kind, count] of [...kinds].slice(0, 20))
    messages.push(`${label}: Grype warns of ${count} packages: ${kind}`);
  return messages;
}
