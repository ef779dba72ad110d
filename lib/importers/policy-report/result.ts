import { assetKey } from "../../domain/identity/asset-key";
import { equivalentOf } from "../../domain/rules/equivalence";
import { catalogueSeverity } from "../../domain/rules/severity";
import { severityOf } from "../../domain/severity/normalise";
import type { Severity } from "../../domain/vocabulary";
import { falcoEvent } from "../falco/event";
import { assetOf, locationOf } from "../falco/place";
import { bounded } from "../text";
import { type Json, textOf } from "../trivy/guards";
import { reportImage } from "../trivy/operator/object";
import type { AssetRef, DetectionItem, ImageRef, ImportOptions } from "../types";
import { evidenceOf } from "./evidence";
import { resultTime } from "./outcome";
import { subjectsOf } from "./reference";
import { placed, type Rule, rulesOf } from "./rules";
import { classOf, propertiesOf } from "./source";

/** What a result is read with. */
export interface Around {
  source: string;
  target: AssetRef;
  namespace: string;
  options: ImportOptions;
}

type Draft = Omit<DetectionItem, "scope">;

/** A failed result as detections: one for each rule and asset; `raw` counts it once. */
export function detectionsOf(result: Json, around: Around): Draft[] {
  const rules = rulesOf(result, around.source, around.options);
  const drafts = rules.flatMap((rule) =>
    placesOf(result, rule, around).map(({ asset, location }) => draft(result, rule, asset, location, around)),
  );
  return drafts.map((one, index) => ({ ...one, rawCount: index === 0 ? 1 : 0 }));
}

function draft(result: Json, rule: Rule, asset: AssetRef, location: string, around: Around): Draft {
  const stated = textOf(result.severity);
  const properties = propertiesOf(result);
  const fixed = textOf(properties.fixedVersion) || textOf(properties.FixedVersion);
  const installed = textOf(properties.installedVersion) || textOf(properties.InstalledVersion);
  const known = fixed || installed;
  const time = rule.kind === "runtime" ? resultTime(result) : null;
  return {
    type: "detection",
    asset,
    rule: placed(rule, asset.kind),
    location: bounded(location, 500),
    severity: severity(stated || textOf(properties.severity), rule),
    rawSeverity: stated || null,
    fixState: rule.kind !== "vulnerability" ? (rule.remediation ? "available" : "unknown") : fixStateOf(fixed, known),
    ...(rule.kind === "vulnerability" && {
      ...(fixed ? { fixedVersion: fixed } : {}),
      ...(installed ? { installedVersion: installed } : {}),
      ...(packageOf(result) ? { package: packageOf(result) } : {}),
    }),
    ...(time ? { firstAt: time, lastAt: time } : {}),
    ...(rule.kind === "runtime" ? { count: 1 } : {}),
    evidence: evidenceOf(result, rule.kind, around.source),
  };
}

const fixStateOf = (fixed: string, known: string) => (fixed ? "available" : known ? "none" : "unknown");

/** The writer's word; where it has none, our catalogue's. */
function severity(word: string, rule: Rule): Severity {
  if (word) return severityOf(word);
  return equivalentOf(rule.id)?.severity ?? catalogueSeverity(rule.tool, rule.check, rule.title) ?? "unknown";
}

/** Assets and where on them: a package, a container and process, or nothing more to say. */
function placesOf(result: Json, rule: Rule, around: Around): { asset: AssetRef; location: string }[] {
  const { assets, names } = subjectsOf(result, around.namespace);
  if (classOf(around.source, result) === "runtime") return [runtimePlace(result, assets[0], around)];
  const image = imageOf(result);
  const location = rule.kind === "vulnerability" ? `package:${packageOf(result)}` : "";
  if (image) return [{ asset: image, location }];
  const placed = new Map(assets.map((asset) => [assetKey(asset), { asset, location }]));
  if (placed.size > 0) return [...placed.values()];
  // Names that tell no kind keep their results apart on what the report is about.
  const named = [...new Set(names)].map((name) => ({ asset: around.target, location: location || `resource:${name}` }));
  return named.length > 0 ? named : [{ asset: around.target, location }];
}

function packageOf(result: Json): string {
  const { pkgName, resource, VulnerabilityID } = propertiesOf(result);
  // The first adapters put the package into the category.
  return textOf(pkgName) || textOf(resource) || (VulnerabilityID ? textOf(result.category) : "");
}

/** The image that the operator's adapter names; null where the report is about a workload only. */
export function imageOf(result: Json): ImageRef | null {
  const properties = propertiesOf(result);
  const artifact = { repository: properties["artifact.repository"], tag: properties["artifact.tag"] };
  return reportImage({ artifact, registry: { server: properties["registry.server"] } }, "");
}

function runtimePlace(result: Json, named: AssetRef | undefined, { target, source }: Around) {
  const fields = propertiesOf(result);
  const container = textOf(fields.container_name);
  const event = falcoEvent(
    {
      ...{ rule: textOf(result.policy) || "-", output: textOf(result.message) || textOf(result.description) },
      output_fields: {
        ...fields,
        ...(source.includes("kubearmor") && {
          "k8s.ns.name": fields.namespace_name,
          "k8s.pod.name": fields.pod_name,
          "container.name": container,
          "proc.name": fields.source,
        }),
      },
    },
    "",
  );
  const found = assetOf(event);
  return { asset: named ?? (found.kind === "cluster" ? target : found), location: locationOf(event) };
}
