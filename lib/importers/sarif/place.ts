import { objectsOf } from "../text";
import { isObject, type Json, textOf } from "../trivy/guards";

/** Where a result points to. */
export interface Place {
  /** Path as all runs spell it: relative to the root of the repository where that can be told; "" where none is given. */
  path: string;
  line: number | null;
  /** The code at the place, as the tool quotes it. */
  snippet: string;
  /** Namespace, type, function or resource: what the place is within. */
  logical: string;
  message: string;
}

/** What a run says about its files: bases, list of artifacts, where it ran. */
export class Files {
  private readonly bases = new Map<string, { uri: string; base: string }>();
  private readonly roots: string[] = [];
  readonly artifacts: { uri: string; base: string }[] = [];
  readonly logical: string[] = [];

  constructor(run: Json) {
    if (isObject(run.originalUriBaseIds)) {
      for (const [id, value] of Object.entries(run.originalUriBaseIds)) {
        const uri = isObject(value) ? textOf(value.uri) : textOf(value);
        this.bases.set(id, { uri, base: isObject(value) ? textOf(value.uriBaseId) : "" });
        if (isAbsolute(uri)) this.roots.push(plainPath(uri));
      }
    }
    for (const invocation of objectsOf(run.invocations)) {
      const directory = invocation.workingDirectory;
      const uri = isObject(directory) ? textOf(directory.uri) : textOf(directory);
      if (isAbsolute(uri)) this.roots.push(plainPath(uri));
    }
    this.roots = this.roots.filter((root) => root.split("/").filter(Boolean).length > 1);
    this.roots.sort((a, b) => b.length - a.length);
    if (Array.isArray(run.artifacts)) for (const artifact of run.artifacts) this.addArtifact(artifact);
    if (Array.isArray(run.logicalLocations)) {
      for (const one of run.logicalLocations) this.logical.push(isObject(one) ? logicalName(one) : "");
    }
  }

  addArtifact(artifact: unknown): void {
    const location = isObject(artifact) && isObject(artifact.location) ? artifact.location : {};
    this.artifacts.push({ uri: textOf(location.uri), base: textOf(location.uriBaseId) });
  }

  /** The place of a result: of its first location, else of what was analysed. */
  of(result: Json): Place {
    const [location] = objectsOf(result.locations);
    const physical = physicalOf(location);
    const artifact = artifactOf(physical) ?? (isObject(result.analysisTarget) ? result.analysisTarget : {});
    const region = isObject(physical.region) ? physical.region : {};
    const line = region.startLine;
    return {
      path: this.path(artifact),
      line: typeof line === "number" && Number.isInteger(line) && line > 0 ? line : null,
      snippet: snippetOf(region),
      logical: this.logicalOf(location),
      message: isObject(location?.message) ? textOf(location.message.text) : "",
    };
  }

  private logicalOf(location: Json | undefined): string {
    if (!location) return "";
    const list = objectsOf(location.logicalLocations);
    const one = list[0] ?? (isObject(location.logicalLocation) ? location.logicalLocation : null);
    const name = one ? logicalName(one) : textOf(location.fullyQualifiedLogicalName);
    if (name !== "") return name;
    return typeof one?.index === "number" ? (this.logical[one.index] ?? "") : "";
  }

  private path(artifact: Json): string {
    let uri = textOf(artifact.uri);
    let base = textOf(artifact.uriBaseId);
    const listed = typeof artifact.index === "number" ? this.artifacts[artifact.index] : undefined;
    if (uri === "" && listed) ({ uri, base } = listed);
    if (uri === "") return "";
    if (isAbsolute(uri)) return this.relative(plainPath(uri));
    // Bases within bases: what is relative belongs to the path, the first that is absolute is where it was checked out.
    let path = plainPath(uri);
    for (let depth = 0; base !== "" && depth < 10; depth++) {
      const outer = this.bases.get(base);
      if (!outer || isAbsolute(outer.uri)) break;
      path = `${plainPath(outer.uri).replace(/\/+$/, "")}/${path}`;
      base = outer.base;
    }
    return tidy(path);
  }

  private relative(path: string): string {
    for (const root of this.roots) {
      const folder = root.replace(/\/+$/, "");
      if (path.startsWith(`${folder}/`)) return tidy(path.slice(folder.length + 1));
    }
    return tidy(path.replace(checkouts, ""));
  }
}

/** Where hosted runners check a repository out to: not a part of its paths. */
const checkouts =
  /^(?:\/github\/workspace|\/home\/runner\/work\/[^/]+\/[^/]+|\/Users\/runner\/work\/[^/]+\/[^/]+|[A-Z]:\/a\/[^/]+\/[^/]+|\/home\/vsts\/work\/\d+\/s|\/builds\/[^/]+\/[^/]+|\/bitbucket\/pipelines\/agent\/build|\/code-scanning|\/__w\/[^/]+\/[^/]+)\//;

const isAbsolute = (uri: string) => /^(?:[a-z][a-z0-9+.-]*:|\/|\\|[A-Za-z]:[\\/])/i.test(uri);

/** Path of a URI: decoded, without scheme and host where it is a file; other addresses (`https://…`) stay whole. */
function plainPath(uri: string): string {
  const path = /^file:/i.test(uri) ? decode(uri.replace(/^file:(?:\/\/[^/]*)?/i, "")) : isUrl(uri) ? uri : decode(uri);
  return isUrl(path) ? path : path.replaceAll("\\", "/").replace(/^\/(?=[A-Za-z]:\/)/, "");
}

const isUrl = (uri: string) => /^[a-z][a-z0-9+.-]+:\/\//i.test(uri) && !/^file:/i.test(uri);

function decode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Without `./`, `a/../` and doubled slashes. */
function tidy(path: string): string {
  if (isUrl(path)) return path.slice(0, 1000);
  const parts: string[] = [];
  for (const part of path.trim().split("/")) {
    if (part === "..") {
      if (parts.length > 0) parts.pop();
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/").slice(0, 1000);
}

function physicalOf(location: Json | undefined): Json {
  if (!location) return {};
  // SARIF 1 has the file itself in the place of the physical location.
  for (const key of ["physicalLocation", "resultFile", "analysisTarget"]) {
    const value = location[key];
    if (isObject(value)) return value;
  }
  return {};
}

function artifactOf(physical: Json): Json | null {
  for (const key of ["artifactLocation", "fileLocation"]) if (isObject(physical[key])) return physical[key] as Json;
  return textOf(physical.uri) === "" ? null : physical;
}

function snippetOf(region: Json): string {
  const snippet = isObject(region.snippet) ? textOf(region.snippet.text) : textOf(region.snippet);
  return /^requires login$/i.test(snippet) ? "" : snippet;
}

function logicalName(one: Json): string {
  return textOf(one.fullyQualifiedName) || textOf(one.name) || textOf(one.decoratedName);
}
