import { imageIdDigest, parseImageReference } from "../../domain/identity/image-reference";
import { objectsOf, stringOf } from "../text";
import type { ImageRef } from "../types";
import type { Fields } from "./objects";

export interface ContainerImage {
  container: string;
  image: ImageRef;
  init: boolean;
}

/**
 * Images of a pod template or pod: containers, init containers (those that stay on as sidecars count as containers)
 * and ephemeral ones. With `status`, each gets the digest that the node says it runs.
 * `unreadable` collects what is no image reference.
 */
export function imagesOf(podSpec: Fields, status: Fields, unreadable: string[]): ContainerImage[] {
  const images: ContainerImage[] = [];
  for (const [list, statuses, init] of [
    ["containers", "containerStatuses", false],
    ["initContainers", "initContainerStatuses", true],
    ["ephemeralContainers", "ephemeralContainerStatuses", false],
  ] as const) {
    const running = new Map(objectsOf(status[statuses]).map((one) => [stringOf(one.name), one]));
    for (const container of objectsOf(podSpec[list])) {
      const text = stringOf(container.image);
      const name = stringOf(container.name) ?? "";
      const image = text === null ? null : imageRef(text, stringOf(running.get(name)?.imageID));
      if (image) images.push({ container: name, image, init: init && container.restartPolicy !== "Always" });
      else if (text !== null) unreadable.push(text);
    }
  }
  return images;
}

/**
 * An image as Kubernetes reads it, where no tag and no digest means `latest`. What a runtime gives as image id is the
 * digest that was pulled when it has a repository (`docker-pullable://repo@sha256:…`), else that of the image's
 * configuration (`docker://sha256:…`, `sha256:…`, bare hexadecimals from CRI-O).
 */
export function imageRef(text: string, imageId: string | null = null): ImageRef | null {
  const name = parseImageReference(text);
  if (!name) return null;
  const id = imageId && /^[0-9a-f]{64}$/.test(imageId) ? `sha256:${imageId}` : imageId;
  const known = id ? imageIdDigest(id) : null;
  const pulled = known !== null && id?.includes("@");
  const digests = [...new Set([...name.digests, ...(known && pulled ? [known] : [])])];
  const tag = name.tag ?? (name.digests.length === 0 ? "latest" : undefined);
  return {
    kind: "image",
    repository: name.repository,
    ...(tag ? { tag } : {}),
    ...(digests.length > 0 ? { digests } : {}),
    ...(known && !pulled ? { imageId: known } : {}),
  };
}

/** One of each, in an order that doesn't depend on that of the file; what only names a tag gives way to what names the same tag and its digest. */
export function mergeImages(images: ContainerImage[]): ContainerImage[] {
  const found = new Map<string, ContainerImage>();
  const resolved = new Set<string>();
  const nameOf = ({ container, image }: ContainerImage) => `${container} ${image.repository} ${image.tag ?? ""}`;
  for (const one of images) {
    const { digests = [], imageId } = one.image;
    found.set(`${nameOf(one)} ${digests.join()} ${imageId ?? ""}`, one);
    if (digests.length > 0 || imageId) resolved.add(nameOf(one));
  }
  return [...found.entries()]
    .filter(([, one]) => one.image.digests?.length || one.image.imageId || !resolved.has(nameOf(one)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);
}
