import { imageIdDigest, parseImageReference } from "../../domain/identity/image-reference";
import type { AssetRef, ImageRef, ImportOptions } from "../types";
import { isObject, type Json, textOf, textsOf } from "./guards";
import { imageOf, optionAsset, optionImage } from "./option-asset";

/** What a report is about, and what to tell the user when that is not sure. */
export interface Artifact {
  target: AssetRef | null;
  label: string;
  warning?: string;
}

/** The image that a `Metadata` describes. Tag and digests of one repository; null when it names none. */
export function metadataImage(metadata: Json, name = ""): ImageRef | null {
  const imageId = imageIdDigest(textOf(metadata.ImageID)) ?? undefined;
  const tags = [...textsOf(metadata.RepoTags), textOf(metadata.Reference)].map((tag) => parseImageReference(tag));
  const digests = textsOf(metadata.RepoDigests).map((digest) => parseImageReference(digest));
  const named = name === "" ? null : parseImageReference(name);
  const known = [...tags, ...digests].filter((image) => image !== null);
  const same = known.find((image) => image.repository === named?.repository && image.tag === named?.tag && image.tag);
  const best = same ?? known.find((image) => image.repository === named?.repository) ?? known[0];
  if (!best) return null;
  const own = digests.flatMap((image) => (image?.repository === best.repository ? image.digests : []));
  if (named && named.repository === best.repository) own.push(...named.digests);
  const tag = (named?.repository === best.repository ? named.tag : undefined) ?? best.tag;
  if (tag === undefined && own.length === 0 && imageId === undefined) return null;
  return {
    kind: "image",
    repository: best.repository,
    ...(tag === undefined ? {} : { tag }),
    ...(own.length > 0 ? { digests: [...new Set(own)] } : {}),
    ...(imageId ? { imageId } : {}),
  };
}

/** A tar file or directory that was scanned as an image has a path for a name. */
export const looksLikeFile = (name: string) => /\.(tar|tgz|gz|zst|xz|oci|img)$|^[./~\\]|^[A-Za-z]:\\/i.test(name);

/** Directories that every CI job checks out to: as a name they would make different sources one. */
const anyones =
  /^(?:|\.|\.\.|workspace|workdir|work|src|source|sources|app|code|repo|repository|project|build|builds|tmp|data|scan|scans|target|rootfs|mnt|host|root|home|output)$/i;

/** The subject of a report that states `ArtifactName` and `ArtifactType`, or of a bare list (neither). */
export function artifactOf(head: Json, options: ImportOptions): Artifact {
  const name = cleanName(textOf(head.ArtifactName));
  const type = textOf(head.ArtifactType);
  const metadata = isObject(head.Metadata) ? head.Metadata : {};
  const imageId = imageIdDigest(textOf(metadata.ImageID)) ?? "";
  const image = metadataImage(metadata, looksLikeFile(name) ? "" : name);
  if (image) return { target: image, label: name || image.repository };
  if (type === "container_image" || type === "docker_archive" || imageId !== "") {
    const own = looksLikeFile(name) ? null : imageOf(name, imageId);
    return own ? { target: own, label: name } : imageless(name || "image", imageId, options);
  }
  if (textOf(metadata.RepoURL) !== "" || isRemote(name)) {
    const repository = repositoryName(textOf(metadata.RepoURL) || name);
    return { target: { kind: "repository", name: repository }, label: repository };
  }
  if (type === "aws_account") return notAnAsset(name, options, "an AWS account is not an asset here");
  if (type === "vm" || isObject(metadata.OS)) return machine(name, options);
  return source(name, type, options);
}

/** An image archive may name no repository: the caller does, and its id says which version it is. */
function imageless(label: string, imageId: string, options: ImportOptions): Artifact {
  const given = optionImage(options) ?? optionAsset(options);
  if (given) return { target: given.kind === "image" && imageId ? { ...given, imageId } : given, label };
  return { target: null, label, warning: `${label}: the report names no image version; give --image` };
}

/** The root file system of a machine: a node when the caller says which. */
function machine(name: string, options: ImportOptions): Artifact {
  if (options.node) return { target: { kind: "node", name: options.node }, label: options.node };
  const given = optionAsset(options) ?? optionImage(options) ?? optionRepository(options);
  if (given) return { target: given, label: name };
  return { target: null, label: name || "file system", warning: `${name}: a file system; say whose with --node` };
}

function notAnAsset(name: string, options: ImportOptions, why: string): Artifact {
  const given = optionAsset(options) ?? optionRepository(options);
  return given
    ? { target: given, label: name }
    : { target: null, label: name, warning: `${name}: ${why}; give --asset` };
}

/** A directory, or a bill of materials: named by the caller, else by its path, which is a weak name. */
function source(name: string, type: string, options: ImportOptions): Artifact {
  const node = options.node ? ({ kind: "node", name: options.node } as const) : null;
  const given = optionRepository(options) ?? optionAsset(options) ?? optionImage(options) ?? node;
  if (given) return { target: given, label: name || "file system" };
  const last =
    name
      .replace(/[\\/]+$/, "")
      .split(/[\\/]/)
      .pop() ?? "";
  if (type === "cyclonedx" || type === "spdx" || type === "" || anyones.test(last)) {
    const label = name || "report";
    return {
      target: null,
      label,
      warning: `${label}: the report doesn't name its source; give --repository or --image`,
    };
  }
  const path = name.replaceAll("\\", "/").replace(/^\.\//, "").replace(/\/+$/, "");
  const warning = `${path}: named after a local path; give --repository so that it stays the same elsewhere`;
  return { target: { kind: "repository", name: path }, label: path, warning };
}

function optionRepository(options: ImportOptions): AssetRef | null {
  return options.repository ? { kind: "repository", name: repositoryName(options.repository) } : null;
}

const isRemote = (name: string) => /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)[^/]|^(?:github|gitlab)\.com\/./i.test(name);

/** A repository however it was addressed: `https://…`, `git@host:path`, with or without `.git` → `host/path`. */
export function repositoryName(address: string): string {
  const bare = cleanName(address)
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/^[^/@]*@/, "")
    .replace(/^([^/:]+):(?!\d+\/)/, "$1/")
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
  const slash = bare.indexOf("/");
  return slash < 0 ? bare : bare.slice(0, slash).toLowerCase() + bare.slice(slash);
}

/** Without user name, password or token, which CI systems put in front of the host. */
export function cleanName(name: string): string {
  return name.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, "$1").slice(0, 1000);
}
