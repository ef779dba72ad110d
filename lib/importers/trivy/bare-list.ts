import type { AssetRef, ImageRef, ImportOptions } from "../types";
import { type Artifact, artifactOf, looksLikeFile } from "./artifact";
import { imageOf } from "./option-asset";
import { isSystemType, splitSystemTarget } from "./package-location";

/**
 * Reports before 0.20 are a bare list of results: no name, no time. The result of the operating system has the image
 * in its target: `alpine:3.10 (alpine 3.10.2)`. null when it has none, or no version of it.
 */
export function bareListImage(target: string, type: string): ImageRef | null {
  const system = splitSystemTarget(target);
  return system && isSystemType(type) && !looksLikeFile(system.name) ? imageOf(system.name) : null;
}

/** The subject of a bare list: its one image, else what the caller says. */
export function bareListArtifact(images: AssetRef[], options: ImportOptions): Artifact {
  const [image] = images;
  if (image?.kind === "image") return { target: image, label: `${image.repository}:${image.tag ?? ""}` };
  return artifactOf({}, options);
}
