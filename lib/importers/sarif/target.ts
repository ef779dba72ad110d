import { parseImageReference } from "../../domain/identity/image-reference";
import { objectsOf } from "../text";
import { metadataImage, repositoryName } from "../trivy/artifact";
import { isObject, type Json, textOf } from "../trivy/guards";
import { optionAsset, optionImage } from "../trivy/option-asset";
import type { AssetRef, ImageRef, ImportOptions } from "../types";

/** What a run is about; null when neither it nor the caller says so. */
export function targetOf(run: Json, tool: string, options: ImportOptions): AssetRef | null {
  return imageOfRun(run, tool) ?? given(options, tool) ?? repositoryOfRun(run) ?? fallback(options);
}

/** The image that Trivy names in the properties of the run. */
function imageOfRun(run: Json, tool: string): ImageRef | null {
  if (tool !== "trivy" || !isObject(run.properties)) return null;
  const { imageID, imageName, repoTags, repoDigests } = run.properties;
  if (textOf(imageName) === "" && !Array.isArray(repoTags)) return null;
  return metadataImage(
    { ImageID: imageID, RepoTags: repoTags, RepoDigests: repoDigests, Reference: imageName },
    textOf(imageName),
  );
}

/** An image scanner looked at an image, though the run may say where its Dockerfile lies. */
function given(options: ImportOptions, tool: string): AssetRef | null {
  return tool === "grype" || tool === "dockle" || tool === "trivy" || tool === "snyk-container"
    ? optionImage(options)
    : null;
}

/** `versionControlProvenance` (3.14.14). Of several the first: the others are what it was checked out with. */
function repositoryOfRun(run: Json): AssetRef | null {
  for (const details of objectsOf(run.versionControlProvenance)) {
    const uri = textOf(details.repositoryUri) || textOf(details.uri);
    const name = repositoryName(uri);
    if (
      /^(?:[a-z][a-z0-9+.-]*:\/\/|[\w.-]+@|[\w-]+(?:\.[\w-]+)+[/:])./i.test(uri) &&
      !/^file:/i.test(uri) &&
      name !== ""
    ) {
      return { kind: "repository", name };
    }
  }
  return null;
}

function fallback(options: ImportOptions): AssetRef | null {
  if (options.repository) return { kind: "repository", name: repositoryName(options.repository) };
  const other = optionAsset(options) ?? optionImage(options);
  return other ?? (options.node ? { kind: "node", name: options.node } : null);
}

/** The image that Grype names in a result: `alpine:3.18@sha256:…:/lib/apk/db/installed`. null: none, or no version of it. */
export function imageOfLogicalName(name: string): ImageRef | null {
  const match = /^(.+?)@(sha256:[0-9a-f]{64})?:\//.exec(name);
  const image = match?.[1] ? parseImageReference(match[1]) : null;
  const digests = match?.[2] ? [match[2]] : (image?.digests ?? []);
  if (!image || (image.tag === undefined && digests.length === 0)) return null;
  return {
    kind: "image",
    repository: image.repository,
    ...(image.tag === undefined ? {} : { tag: image.tag }),
    ...(digests.length > 0 ? { digests } : {}),
  };
}

/**
 * What sets this run apart from others of the same tool on the same target: the category of `automationDetails.id`,
 * without its last part, which names the single run (3.17.2); for CodeQL without one, the language.
 */
export function profileOf(run: Json, tool: string, ruleIds: Iterable<string>, options: ImportOptions): string {
  const details = [run.automationDetails, run.id].find(isObject);
  const id = details ? textOf(details.id) || textOf(details.instanceId) : "";
  const category = id.slice(0, Math.max(0, id.lastIndexOf("/"))).slice(0, 200);
  return [options.profile ?? "", category || (tool === "codeql" ? language(ruleIds) : "")].filter(Boolean).join(",");
}

/** `py/…`: CodeQL's rules of one language; "" when there are several. */
function language(ruleIds: Iterable<string>): string {
  const languages = new Set<string>();
  for (const id of ruleIds) languages.add(/^(?:.*:)?([a-z]+)\//.exec(id)?.[1] ?? "");
  const [first = ""] = languages;
  return languages.size === 1 && first !== "" ? `language:${first}` : "";
}
