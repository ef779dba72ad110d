import { digestOf } from "../chance";
import { imageLine } from "../company/company";
import type { ImageLine, Levels } from "../company/image";
import type { Stack } from "../company/stacks";
import { disclosedAgo, withdrawnAgo } from "../facts/disclosed";
import { type Flaw, type Level, versionAt } from "../facts/package-line";

export interface ImageVersion {
  line: ImageLine;
  tag: string;
  levels: Levels;
  reference: string;
  /** Digest of its manifest in the registry. */
  digest: string;
  /** Digest of its configuration. */
  id: string;
}

/** @param name as workloads name it */
export function imageVersion(name: string, tag: string): ImageVersion {
  const line = imageLine(name);
  const levels = line.tags[tag];
  if (!levels) throw new Error(`${name} has no tag ${tag}`);
  const reference = `${line.repository}:${tag}`;
  return { line, tag, levels, reference, digest: digestOf(reference), id: digestOf(`config of ${reference}`) };
}

/** A flaw in a package of an image. */
export interface Hit {
  flaw: Flaw;
  package: string;
  installed: string;
}

/** Packages of one sort in a version, with what a scanner finds in them so many days ago. */
export interface StackHits {
  stack: Stack;
  target: string;
  hits: Hit[];
}

export function stacksOf(version: ImageVersion, ago: number): StackHits[] {
  return version.line.stacks.flatMap((stack, index) => {
    const level = version.levels[index];
    if (level === null || level === undefined) return [];
    return [{ stack, target: targetOf(stack, version, level), hits: hitsOf(stack, level, ago) }];
  });
}

/** What a scanner finds in packages of this age so many days ago. */
export function hitsOf(stack: Stack, level: Level, ago: number): Hit[] {
  return stack.packages.flatMap(({ names, versions, flaws }) => {
    const known = flaws.filter(({ id, since, fixedAt }) => since <= level && fixedAt > level && isKnown(id, ago));
    return names.flatMap((name) =>
      known.map((flaw) => ({ flaw, package: name, installed: versionAt(versions, level) })),
    );
  });
}

const isKnown = (id: string, ago: number) =>
  ago <= (disclosedAgo[id] ?? Number.POSITIVE_INFINITY) && ago > (withdrawnAgo[id] ?? -1);

/** Point releases of Debian 12, by the age of their packages. */
export const debianPoints = ["12.1", "12.4", "12.5", "12.8", "12.11", "12.12", "12.12"];
const alpineReleases = ["3.18.2", "3.18.5", "3.19.1", "3.21.0", "3.21.3", "3.22.2", "3.22.2"];

/** Release of the distribution that an image stands on; null: none. */
export function systemOf({ line, levels }: ImageVersion): { family: string; name: string } | null {
  const index = line.stacks.findIndex((stack) => stack.class === "os-pkgs");
  const level = index < 0 ? null : levels[index];
  const family = line.stacks[index]?.type;
  if (level === null || level === undefined || !family) return null;
  return { family, name: (family === "debian" ? debianPoints : alpineReleases)[level] ?? "" };
}

function targetOf(stack: Stack, version: ImageVersion, level: Level): string {
  switch (stack.type) {
    case "debian":
      return `${version.reference} (debian ${debianPoints[level]})`;
    case "alpine":
      return `${version.reference} (alpine ${alpineReleases[level]})`;
    case "node-pkg":
      return "Node.js";
    case "jar":
      return "Java";
    case "python-pkg":
      return "Python";
    case "gobinary":
      return `usr/local/bin/${version.line.repository.split("/").at(-1)}`;
  }
}
