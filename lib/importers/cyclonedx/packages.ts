import { packageKey } from "../../domain/identity/package-url";
import { publisherOf } from "../grype/opinions";
import { locationOf } from "../grype/package";
import { objectsOf } from "../text";
import { type Component, componentOfPurl } from "../trivy/component";
import { clip, isObject, type Json, textOf } from "../trivy/guards";
import { filePath } from "../trivy/misconfiguration";
import { isSystemType, packageLocation } from "../trivy/package-location";

/** What is kept of a component, so that vulnerabilities can name it by its reference. */
export interface Known {
  /** Part of the identity of a detection: Package URL without version, else the component's name. */
  location: string;
  name: string;
  version: string;
  /** Namespace of the Package URL of a distribution's package (`debian`); else "". */
  distribution: string;
  path: string;
}

/** Components by reference. Nested ones are inventory like the others. */
export class Packages {
  private readonly byRef = new Map<string, Known>();

  get size(): number {
    return this.byRef.size;
  }

  /** Remembers a component with all that is in it. What is inventory of it is given to `each`. */
  add(component: Json, each: (item: Component) => void): void {
    const known = knownOf(component);
    for (const name of new Set([textOf(component["bom-ref"]), textOf(component.purl)])) {
      if (name !== "" && !this.byRef.has(name)) this.byRef.set(name, known);
    }
    const item = itemOf(component);
    if (item) each(item);
    for (const inner of objectsOf(component.components)) this.add(inner, each);
  }

  /**
   * The component of a reference: by `bom-ref`, also within a link into another document
   * (`urn:cdx:serial/1#ref`); a Package URL says it by itself.
   */
  of(ref: string): Known {
    const own = /^urn:cdx:[^#]*#(.+)$/i.exec(ref)?.[1];
    const names = own === undefined ? [ref] : [own, decoded(own)];
    for (const name of names) {
      const known = this.byRef.get(name);
      if (known) return known;
    }
    const name = names.at(-1) ?? "";
    if (name.startsWith("pkg:")) return knownOf({ purl: name, name: "" });
    return unknown(name);
  }
}

function unknown(name: string): Known {
  return {
    location: `component:${clip(name, 300) || "unknown"}`,
    name: clip(name, 300),
    version: "",
    distribution: "",
    path: "",
  };
}

/**
 * Old versions of Grype give no Package URL, but the database that a vulnerability comes from: `ubuntu:18.04`. Then
 * the package is one of that distribution.
 */
export function withDistribution(known: Known, source: unknown): Known {
  if (known.distribution !== "" || !known.location.startsWith("pkg:generic/") || !isObject(source)) return known;
  const name = textOf(source.name);
  const distribution = name.includes(":") ? publisherOf({ namespace: name }).distribution : "";
  if (!isSystemType(distribution)) return known;
  return { ...known, distribution, location: packageLocation("", distribution, known.name) };
}

/** What is known of a component by itself. */
export function knownOf(component: Json): Known {
  const purl = textOf(component.purl);
  const name = textOf(component.name);
  const group = textOf(component.group);
  const version = textOf(component.version);
  const [, type = "", namespace = "", last = ""] = /^pkg:\/*([^/]+)\/(?:([^@?#]*)\/)?([^/@?#]*)/i.exec(purl) ?? [];
  const full = [group, name].filter(Boolean).join("/") || decoded(last);
  const isFile = textOf(component.type) === "file" && name !== "";
  const own = isFile
    ? filePath(clip(name, 900))
    : purl.startsWith("pkg:")
      ? packageLocation(purl, "", full || "unknown")
      : "";
  const os = type === "deb" || type === "rpm" || type === "apk";
  return {
    location: own || (full === "" ? unknown(textOf(component["bom-ref"])).location : nameKey(component, group, name)),
    name: clip(full, 300),
    version: clip(version || versionIn(purl), 200),
    distribution: os ? decoded(namespace).toLowerCase() : "",
    path: pathOf(component),
  };
}

/** Without a Package URL: Syft and Grype say the type in a property, and name it as in their own reports. */
function nameKey(component: Json, group: string, name: string): string {
  const type = property(component, "syft:package:type");
  if (type !== "") return locationOf({ type, name, metadata: { pomGroupID: group } }, "");
  return packageKey({ type: "generic", name, ...(group ? { namespace: group } : {}) });
}

const versionIn = (purl: string) => decoded(/(?<=[^/])@([^@?#]*)/.exec(purl)?.[1] ?? "");

/** Files are no packages, though some tools give them a Package URL. */
function itemOf(component: Json): Component | null {
  if (textOf(component.type) === "file") return null;
  const name = [textOf(component.group), textOf(component.name)].filter(Boolean).join("/");
  return componentOfPurl(textOf(component.purl), clip(name, 300), clip(textOf(component.version), 200));
}

/** Where a scanner found it: Trivy and Syft say so in properties. */
function pathOf(component: Json): string {
  return clip(property(component, "aquasecurity:trivy:FilePath") || property(component, "syft:location:0:path"), 500);
}

/** The value of a property by its name; "" where there is none. */
export function property(component: Json, name: string): string {
  return textOf(objectsOf(component.properties).find((one) => one.name === name)?.value);
}

/** The values of all properties of that name. */
export function properties(component: Json, name: string): string[] {
  return objectsOf(component.properties)
    .flatMap((one) => (one.name === name ? [textOf(one.value)] : []))
    .filter(Boolean);
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
