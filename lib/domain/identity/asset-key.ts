import type { AssetRef, ImageRef } from "../asset/ref";

/** Slashes and percent signs of a hostile name must not look like the borders between parts. */
const part = (text: string) => text.replace(/[%/]/g, encodeURIComponent);

/** A repository keeps its slashes and the port of its registry; what would read as tag or digest is encoded. */
function repositoryPart(repository: string): string {
  const slash = repository.indexOf("/");
  const clean = (text: string, unsafe: RegExp) => text.replace(unsafe, encodeURIComponent);
  return clean(repository.slice(0, slash + 1), /[%@]/g) + clean(repository.slice(slash + 1), /[%@:]/g);
}

/**
 * All keys of an image version, best first: digests in the order given, then the image id, then `repository:tag`.
 * All of them are aliases of one asset. An image with none of these has only its repository for a key.
 */
export function imageKeys(image: ImageRef): string[] {
  const base = `image/${repositoryPart(image.repository)}`;
  const digests = [...(image.digests ?? []), ...(image.imageId ? [image.imageId] : [])];
  const keys = digests.map((digest) => `${base}@${digest}`);
  if (image.tag) keys.push(`${base}:${image.tag}`);
  return keys.length === 0 ? [base] : [...new Set(keys)];
}

/**
 * Canonical key of an asset within its cluster: `cluster`, `node/NAME`, `namespace/NAME`, `workload/NS/Kind/NAME`,
 * `service_account/NS/NAME`, `image/REPO@sha256:…` or `image/REPO:TAG`, `repository/NAME`, `registry/NAME`.
 */
export function assetKey(ref: AssetRef): string {
  switch (ref.kind) {
    case "cluster":
      return "cluster";
    case "workload":
      return `workload/${part(ref.namespace)}/${part(ref.workloadKind)}/${part(ref.name)}`;
    case "service_account":
      return `service_account/${part(ref.namespace)}/${part(ref.name)}`;
    case "image":
      return imageKeys(ref)[0] as string;
    default:
      return `${ref.kind}/${ref.name}`;
  }
}

/** Key of what a finding is about: images without their version (`image/REPO`), else the asset itself. */
export function subjectKey(ref: AssetRef): string {
  return ref.kind === "image" ? `image/${repositoryPart(ref.repository)}` : assetKey(ref);
}
