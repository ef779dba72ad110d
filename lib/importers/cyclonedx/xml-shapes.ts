import { childOf, childrenOf, type XmlElement } from "../stream/xml";
import type { Json } from "../trivy/guards";

/**
 * The XML of a bill of materials in the shape of its JSON, as far as it is read: both are one model
 * (https://cyclonedx.org/specification/overview), with lists wrapped and references as attributes here.
 */
export function componentOf(element: XmlElement): Json {
  return {
    type: element.attributes.type,
    "bom-ref": element.attributes["bom-ref"],
    ...texts(element, "group", "name", "version", "purl", "cpe"),
    hashes: list(element, "hashes", "hash").map((hash) => ({ alg: hash.attributes.alg, content: hash.text })),
    properties: propertiesOf(element),
    externalReferences: list(element, "externalReferences", "reference").map((reference) => ({
      type: reference.attributes.type,
      ...texts(reference, "url"),
    })),
    components: list(element, "components", "component").map(componentOf),
    // The extension of 1.0 to 1.3, within the component that it is about.
    vulnerabilities: list(element, "vulnerabilities", "vulnerability").map(vulnerabilityOf),
  };
}

export function metadataOf(element: XmlElement): Json {
  const component = childOf(element, "component");
  return {
    ...texts(element, "timestamp"),
    tools: toolsOf(childOf(element, "tools")),
    ...(component ? { component: componentOf(component) } : {}),
    properties: propertiesOf(element),
  };
}

/** A list of `tool` before 1.5, `components` and `services` since. */
function toolsOf(element: XmlElement | undefined): unknown {
  const old = childrenOf(element, "tool").map((tool) => texts(tool, "vendor", "name", "version"));
  if (old.length > 0) return old;
  return {
    components: list(element, "components", "component").map((tool) => texts(tool, "group", "name", "version")),
    services: list(element, "services", "service").map((tool) => texts(tool, "group", "name", "version")),
  };
}

/** A vulnerability of 1.4 and later, or of the extension before (`source name`, `score/base`, `recommendations`). */
export function vulnerabilityOf(element: XmlElement): Json {
  // KICS puts an element of its own into each.
  const recommendations = list(element, "recommendations", "recommendation").map(
    (one) => one.text || (one.children[0]?.text ?? ""),
  );
  const analysis = childOf(element, "analysis");
  return {
    ...texts(element, "id", "description", "recommendation", "published", "updated", "rejected"),
    ...(recommendations.length > 0 ? { recommendation: recommendations.join("\n") } : {}),
    ref: element.attributes.ref,
    source: sourceOf(element),
    references: list(element, "references", "reference").map((one) => ({ ...texts(one, "id"), source: sourceOf(one) })),
    ratings: list(element, "ratings", "rating").map((rating) => ({
      ...texts(rating, "severity", "method", "vector"),
      score: scoreOf(rating),
      ...(childOf(rating, "source") ? { source: sourceOf(rating) } : {}),
    })),
    cwes: [...list(element, "cwes", "cwe"), ...childrenOf(element, "cwe")].map((cwe) => numberOf(cwe.text)),
    advisories: list(element, "advisories", "advisory").map((one) => ({ url: childOf(one, "url")?.text || one.text })),
    ...(analysis ? { analysis: analysisOf(analysis) } : {}),
    affects: list(element, "affects", "target").map((target) => ({
      ...texts(target, "ref"),
      versions: list(target, "versions", "version").map((one) => texts(one, "version", "range", "status")),
    })),
  };
}

/** The extension has `<score><base>9.8</base></score>` where 1.4 has `<score>9.8</score>`. */
function scoreOf(rating: XmlElement): number | undefined {
  const score = childOf(rating, "score");
  return numberOf(childOf(score, "base")?.text ?? score?.text);
}

function analysisOf(element: XmlElement): Json {
  const responses = list(element, "responses", "response");
  return { ...texts(element, "state", "justification", "detail"), response: responses.map((one) => one.text) };
}

function sourceOf(element: XmlElement): Json {
  const source = childOf(element, "source");
  return { name: source?.attributes.name, ...(source ? texts(source, "name", "url") : {}) };
}

function propertiesOf(element: XmlElement): Json[] {
  return list(element, "properties", "property").map((one) => ({ name: one.attributes.name, value: one.text }));
}

const list = (element: XmlElement | undefined, wrapper: string, name: string) =>
  childrenOf(element, wrapper).flatMap((one) => childrenOf(one, name));

function texts(element: XmlElement, ...names: string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const child = childOf(element, name);
    if (child) found[name] = child.text;
  }
  return found;
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*-?\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
