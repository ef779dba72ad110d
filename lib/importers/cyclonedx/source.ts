import { imageIdDigest, parseImageReference } from "../../domain/identity/image-reference";
import { objectsOf } from "../text";
import { type Artifact, artifactOf, looksLikeFile, repositoryName } from "../trivy/artifact";
import { clip, isObject, type Json, textOf } from "../trivy/guards";
import { optionImage } from "../trivy/option-asset";
import type { ImageRef, ImportOptions } from "../types";
import { decoded, properties, property } from "./packages";

/** Tools that look for vulnerabilities: of several that worked on a document, the one whose findings these are. */
const scanners =
  /^(?:trivy|grype|osv-scanner|snyk|dependency-?track|dependency-?check|xray|black ?duck|clair|depscan|wiz|anchore)/i;

/** The tool that made a document: of `metadata.tools`, a list before 1.5 and an object since. */
export function toolOf(metadata: Json): { name: string; version: string } {
  const { tools } = metadata;
  const all = isObject(tools) ? [...objectsOf(tools.components), ...objectsOf(tools.services)] : objectsOf(tools);
  const named = all.filter((tool) => textOf(tool.name) !== "");
  const tool = named.find((one) => scanners.test(textOf(one.name))) ?? named[0];
  const name = textOf(tool?.name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._+@/-]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  const version = textOf(tool?.version);
  return { name: name.slice(0, 60) || "cyclonedx", version: version.startsWith("[") ? "" : version.slice(0, 100) };
}

/** What a document is about: `metadata.component`, else what the caller says. */
export function sourceOf(metadata: Json, options: ImportOptions): Artifact {
  const component = isObject(metadata.component) ? metadata.component : null;
  if (!component) return artifactOf({}, options);
  const name = textOf(component.name);
  const purl = textOf(component.purl);
  if (textOf(component.type) === "container" || /^pkg:(?:oci|docker)\//i.test(purl))
    return imageArtifact(component, options);
  if (/^pkg:k8s\/.*kubernetes/i.test(purl)) return { target: { kind: "cluster" }, label: name || "cluster" };
  const full = [textOf(component.group), name].filter(Boolean).join("/");
  const machine = /^(?:operating-system|device|firmware|platform)$/.test(textOf(component.type));
  if (machine) return artifactOf({ ArtifactName: full, ArtifactType: "vm" }, options);
  const source = artifactOf({ ArtifactName: full, ArtifactType: "filesystem" }, options);
  const given = options.repository || options.asset || options.image || options.node;
  const address = given ? "" : addressOf(component);
  if (address === "") {
    const warning = `${source.label}: only a name, the document names no repository; give --repository`;
    return source.warning && source.target ? { ...source, warning } : source;
  }
  return { target: { kind: "repository", name: address }, label: address };
}

/** The repository that an application's own metadata name. */
function addressOf(component: Json): string {
  const links = objectsOf(component.externalReferences).filter((one) => textOf(one.type) === "vcs");
  const address = links
    .map((one) => textOf(one.url).replace(/^(?:scm:)?git[+:](?=\w+[:@])/i, ""))
    .find((one) => isAddress.test(one));
  if (address) return clip(repositoryName(address), 300);
  const hosted = /^pkg:(github|gitlab|bitbucket)\/([^@?#]+)/i.exec(textOf(component.purl));
  const host = { github: "github.com", gitlab: "gitlab.com", bitbucket: "bitbucket.org" }[
    hosted?.[1]?.toLowerCase() ?? ""
  ];
  return host ? `${host}/${decoded(hosted?.[2] ?? "")}` : "";
}

const isAddress = /^(?:https?|ssh|git):\/\/[^/]+\/.|^[\w.-]+@[\w.-]+:./i;

/** An image: by its name, its Package URL, or the properties that Trivy writes; digests from all of them. */
function imageArtifact(component: Json, options: ImportOptions): Artifact {
  const name = textOf(component.name);
  const label = clip(name || "image", 300);
  const purl = imageOfPurl(textOf(component.purl));
  const digests = [...properties(component, "aquasecurity:trivy:RepoDigest"), ...(purl ? [purl.reference] : [])].filter(
    (text) => text.includes("@"),
  );
  const tags = [...properties(component, "aquasecurity:trivy:RepoTag"), ...(purl?.tagged ? [purl.tagged] : [])];
  const base = artifactOf(
    {
      ArtifactName: tagged(name, component) || tags[0] || purl?.reference || "",
      ArtifactType: "container_image",
      Metadata: { ImageID: property(component, "aquasecurity:trivy:ImageID"), RepoTags: tags, RepoDigests: digests },
    },
    options,
  );
  const more = manifestDigest(component);
  if (base.target?.kind === "image") return { ...base, label, target: withDigest(base.target, more) };
  const given = optionImage(options);
  if (given) return { label, target: withDigest(given, more) };
  const named = looksLikeFile(name) ? null : parseImageReference(name);
  if (base.target !== null || !named || more === null) return base;
  return { label, target: { kind: "image", repository: named.repository, digests: [more] } };
}

/** A version that is a tag belongs to the name. */
function tagged(name: string, component: Json): string {
  const version = textOf(component.version);
  const named = looksLikeFile(name) ? null : parseImageReference(name);
  if (!named || named.tag !== undefined || named.digests.length > 0) return name;
  return /^\w[\w.-]{0,127}$/.test(version) ? `${name}:${version}` : name;
}

/** Syft and Grype give the digest of the manifest as version, others as hash. */
function manifestDigest(component: Json): string | null {
  const stated = imageIdDigest(textOf(component.version));
  if (stated) return stated;
  const hashes = objectsOf(component.hashes).filter((one) => /^SHA-?256$/i.test(textOf(one.alg)));
  return hashes.map((one) => imageIdDigest(`sha256:${textOf(one.content)}`)).find((one) => one !== null) ?? null;
}

function withDigest(image: ImageRef, digest: string | null): ImageRef {
  if (!digest || digest === image.imageId) return image;
  return { ...image, digests: [...new Set([...(image.digests ?? []), digest])] };
}

/** `pkg:oci/web@sha256:…?repository_url=registry.example.com/shop/web&tag=1`, `pkg:docker/library/nginx@1.27`. */
function imageOfPurl(purl: string): { reference: string; tagged: string } | null {
  const match = /^pkg:(oci|docker)\/([^@?#]+)(?:@([^?#]*))?(?:\?([^#]*))?/i.exec(purl);
  if (!match) return null;
  const qualifiers = new URLSearchParams(match[4] ?? "");
  const name = decoded(match[2] ?? "");
  const repository = qualifiers.get("repository_url") ?? name;
  const last = name.split("/").at(-1) ?? name;
  // `repository_url` may be the registry alone, or all but the name.
  const whole = repository.split("/").at(-1) === last || repository === name ? repository : `${repository}/${last}`;
  const version = decoded(match[3] ?? "");
  const tag = qualifiers.get("tag") ?? (version.includes(":") ? "" : version);
  return {
    reference: /^sha256:/i.test(version) ? `${whole}@${version}` : whole,
    tagged: tag ? `${whole}:${tag}` : "",
  };
}
