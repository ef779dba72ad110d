import { packageKeyOf, parsePurl } from "../../domain/identity/package-url";
import type { ComponentItem } from "../types";
import { isObject, type Json, textOf } from "./guards";
import { packageLocation } from "./package-location";

export type Component = Omit<ComponentItem, "type" | "scope">;

/** Version of a purl; half of a surrogate pair can't be encoded. */
const encode = (version: string) => encodeURIComponent(version.replace(/\p{Surrogate}/gu, "\uFFFD"));

/** A component by its Package URL: without qualifiers and subpath, with version. null: not one, or no version. */
export function componentOfPurl(purl: string, name: string, version: string): Component | null {
  const parsed = parsePurl(purl);
  const key = packageKeyOf(purl);
  const stated = version || parsed?.version || "";
  if (!parsed || !key || stated === "") return null;
  return { purl: `${key}@${encode(stated)}`, name: name || parsed.name, version: stated };
}

/** One entry of `Packages` (`--list-all-pkgs`): of newer versions with its Package URL, of older ones without. */
export function packageComponent(entry: Json, type: string): Component | null {
  const name = textOf(entry.Name);
  const version = textOf(entry.Version);
  const release = textOf(entry.Release);
  const full = release && !version.endsWith(`-${release}`) ? `${version}-${release}` : version;
  const stated = isObject(entry.Identifier) ? textOf(entry.Identifier.PURL) : "";
  const known = componentOfPurl(stated, name, full);
  if (known || name === "" || version === "") return known;
  return { purl: `${packageLocation("", type, name)}@${encode(full)}`, name, version: full };
}
