import { compareDebian } from "../version/debian";
import { compareSemantic } from "../version/semantic";

/** A tag that names a version: `1.25.3-alpine3.18` is 1.25.3 of the flavour `alpine`. */
export interface VersionTag {
  tag: string;
  numbers: string;
  /** What is behind the numbers, digits left out: versions of one flavour replace each other. */
  flavour: string;
  rest: string;
}

const form = /^v?(\d+(?:\.\d+)*)(?:[-_+.]([A-Za-z][\w.+-]*|r?\d[\w.+-]*))?$/;

/** Reads a tag; null for one that has no order (`latest`, `main`, the hash of a commit). */
export function versionTag(tag: string): VersionTag | null {
  const found = form.exec(tag);
  if (!found) return null;
  const rest = found[2] ?? "";
  return { tag, numbers: found[1] ?? "", rest, flavour: flavourOf(rest) };
}

const flavourOf = (rest: string) =>
  rest
    .toLowerCase()
    .split(/[-_+.]/)
    .map((word) => word.replace(/\d+$/, ""))
    .filter((word) => word !== "" && !/^[0-9a-f]*\d[0-9a-f]*$/.test(word))
    .join("-");

/** Which of two tags of one flavour is newer; less than 0: the first is the older. */
export function compareTags(a: VersionTag, b: VersionTag): number {
  return (compareSemantic(a.numbers, b.numbers) ?? 0) || compareDebian(a.rest, b.rest);
}

/** Of the tags of one image the one that says most: 1.25.3 rather than 1.25. null: none names a version. */
export function bestTag(tags: readonly string[]): VersionTag | null {
  const versions = tags.map(versionTag).filter((tag) => tag !== null);
  const weight = (tag: VersionTag) => tag.numbers.split(".").length * 1000 - tag.rest.length;
  return versions.sort((a, b) => weight(b) - weight(a) || (a.tag < b.tag ? -1 : 1))[0] ?? null;
}
