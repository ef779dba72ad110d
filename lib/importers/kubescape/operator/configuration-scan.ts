import { isObject, type Json, listAt, mustBeObject, objectAt, textOf } from "../../trivy/guards";
import type { ImportOptions, Item } from "../../types";
import { runItems } from "../items";
import { readResult } from "../results";
import { Run } from "../run";
import { subjectOf } from "./object";

/** A WorkloadConfigurationScan: the controls that looked at one object. It is read as a scan with one result. */
export function* configurationScan(object: Json, options: ImportOptions, ref: number, where: string): Generator<Item> {
  const spec = objectAt(object, "spec", where);
  const controls = spec ? objectAt(spec, "controls", `${where}.spec`) : null;
  const { namespace, name, kind, apiVersion } = subjectOf(object);
  const run = new Run(options.namespace ?? "");
  const related = (Array.isArray(spec?.relatedObjects) ? spec.relatedObjects : []).filter(isObject);
  run.resource("it", {
    object: { apiVersion, kind, metadata: { name, namespace }, relatedObjects: related },
  });
  if (!controls) {
    yield {
      type: "skipped",
      reason: "report without its content: lists leave it out, each by its name has it",
      count: 1,
    };
    return;
  }
  const listed = Object.entries(controls).map(([id, value]) => control(id, value, `${where}.spec.controls.${id}`));
  readResult({ resourceID: "it", controls: listed }, run, where);
  // Everything about the object is in the report.
  for (const one of run.controls.values()) one.failed = one.listed;
  let next = ref;
  yield* runItems(run, options, () => next++);
}

/** A control in the shape of the other reports. */
function control(id: string, value: unknown, where: string): Json {
  const entry = mustBeObject(value, where);
  const severity = isObject(entry.severity) ? entry.severity : {};
  const rules = listAt(entry, "rules", where).filter(isObject);
  return {
    ...entry,
    controlID: textOf(entry.controlID) || id,
    severity: severity.severity,
    scoreFactor: severity.scoreFactor,
    rules: rules.map((rule) => ({
      ...rule,
      exception: rule.appliedIgnoreRules,
      paths: (Array.isArray(rule.paths) ? rule.paths : []).filter(isObject).map((path) => ({
        failedPath: path.failedPath,
        fixCommand: path.fixCommand,
        fixPath: { path: path.fixPath, value: path.fixPathValue },
      })),
    })),
  };
}
