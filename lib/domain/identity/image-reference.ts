/** A container image by name: where it is kept, and what was said about its version. */
export type ImageName = { repository: string; tag?: string; digests: string[] };

/** Component, tag and length limits of the reference grammar of the distribution project. */
const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const host = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;
const tagForm = /^\w[\w.-]{0,127}$/;
const digestForm = /^[a-z][a-z0-9]*(?:[+._-][a-z][a-z0-9]*)*:[0-9a-f]{32,}$/;
const maxRepository = 255;
const hubHosts = new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);

/** Container runtimes put these before what they report as image or image id. */
const stripScheme = (text: string) => text.trim().replace(/^docker(?:-pullable)?:\/\//, "");

/**
 * Parses and normalises an image reference as Docker and containerd do: `nginx` → `docker.io/library/nginx`, hub
 * aliases → `docker.io`, host in lower case. A missing tag stays missing. null: not an image reference (an image id,
 * a path, a sentence).
 */
export function parseImageReference(text: string): ImageName | null {
  if (text.length > 1024) return null;
  const bare = stripScheme(text);
  const at = bare.indexOf("@");
  const digest = at < 0 ? null : bare.slice(at + 1).toLowerCase();
  if (digest !== null && !digestForm.test(digest)) return null;
  let name = at < 0 ? bare : bare.slice(0, at);
  let tag: string | undefined;
  const colon = name.lastIndexOf(":");
  if (colon > name.lastIndexOf("/")) {
    tag = name.slice(colon + 1);
    name = name.slice(0, colon);
    if (!tagForm.test(tag)) return null;
  }
  const repository = normaliseRepository(name);
  // `sha256:…` alone is an image id, not tag "…" of an image named sha256; the same goes for a bare id.
  if (repository === null || /^[0-9a-f]{64}$/.test(name) || (digest === null && digestForm.test(bare))) return null;
  return { repository, ...(tag === undefined ? {} : { tag }), digests: digest === null ? [] : [digest] };
}

function normaliseRepository(name: string): string | null {
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  const named = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  const registry = named ? first.toLowerCase() : "docker.io";
  const path = named ? name.slice(slash + 1) : name;
  if (!host.test(registry) || !path.split("/").every((part) => component.test(part))) return null;
  const hub = hubHosts.has(registry);
  const repository = hub ? `docker.io/${path.includes("/") ? path : `library/${path}`}` : `${registry}/${path}`;
  return repository.length > maxRepository ? null : repository;
}

/**
 * The digest in what a runtime calls image id: `docker-pullable://repo@sha256:…`, `repo@sha256:…`, `sha256:…`; else
 * null. With a repository it is a manifest digest, alone it is the digest of the image's configuration.
 */
export function imageIdDigest(text: string): string | null {
  const bare = stripScheme(text).toLowerCase();
  const digest = bare.slice(bare.lastIndexOf("@") + 1);
  return /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : null;
}
