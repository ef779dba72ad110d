import { isObject, type Json, listAt, mustBeObject, textOf } from "../trivy/guards";
import type { Control } from "./control";
import { placeOf } from "./place";
import { detailsOf } from "./results";
import type { Run } from "./run";

/**
 * Reads the reports of frameworks (format version 1, and all there was before it): framework, controls, rules, and what
 * each rule said. They list only what failed. Two frameworks with the same control say the same of an object twice.
 */
export class FrameworkReader {
  private framework = "";
  private at: Control | null = null;
  /** By control, the objects that were told of. */
  private readonly told = new Map<Control, Set<string>>();

  constructor(private readonly run: Run) {
    run.onlyFailures = true;
  }

  beginFramework(head: Json): void {
    this.framework = textOf(head.name);
  }

  /** `head` is live: what stands behind its rules is known at its end. */
  beginControl(head: Json): void {
    const id = textOf(head.controlID) || textOf(head.id) || textOf(head.name);
    this.at = id === "" ? null : this.run.control(id);
    this.at?.ofFramework(this.framework, textOf(head.name));
  }

  endControl(whole: Json): void {
    const { at } = this;
    this.at = null;
    if (!at) {
      this.run.pass("control without an id");
      return;
    }
    at.tell(whole);
    if (typeof whole.failedResources === "number") at.failed = Math.max(at.failed ?? 0, whole.failedResources);
    if (whole.totalResources === 0 && whole.failedResources === 0) {
      at.notAssessed = "no object that the control is about";
    }
  }

  wholeFramework(value: unknown, where: string): void {
    const framework = mustBeObject(value, where);
    this.beginFramework(framework);
    for (const [index, one] of listAt(framework, "controlReports", where).entries()) {
      this.control(one, `${where}.controlReports[${index}]`);
    }
  }

  control(value: unknown, where: string): void {
    const control = mustBeObject(value, where);
    this.beginControl(control);
    for (const [index, one] of listAt(control, "ruleReports", where).entries()) {
      this.rule(one, `${where}.ruleReports[${index}]`);
    }
    this.endControl(control);
  }

  rule(value: unknown, where: string): void {
    const rule = mustBeObject(value, where);
    for (const [index, one] of listAt(rule, "ruleResponses", where).entries()) {
      this.response(one, `${where}.ruleResponses[${index}]`);
    }
  }

  response(value: unknown, where: string): void {
    const response = mustBeObject(value, where);
    const status = textOf(response.ruleStatus).toLowerCase();
    const control = this.at;
    if (!control || status === "success" || status === "passed" || status === "ignore") return;
    const alert = isObject(response.alertObject) ? response.alertObject : {};
    const objects = (Array.isArray(alert.k8sApiObjects) ? alert.k8sApiObjects : []).filter(isObject);
    const outer = isObject(alert.externalObjects) ? alert.externalObjects : null;
    const made =
      outer && textOf(outer.kind) !== "" ? [{ ...outer, relatedObjects: outer.relatedObjects ?? objects }] : objects;
    const isExcepted =
      isObject(response.exception) || (Array.isArray(response.exception) && response.exception.length > 0);
    for (const object of made) this.tell(control, object, response, isExcepted);
  }

  private tell(control: Control, object: Json, response: Json, isExcepted: boolean): void {
    const place = placeOf("", { object }, this.run.namespace);
    if (!place) {
      this.run.pass("failed check that names no object");
      return;
    }
    const objects = this.told.get(control) ?? new Set<string>();
    this.told.set(control, objects);
    const key = `${place.class}${JSON.stringify(place.asset)}${place.location}`;
    if (objects.has(key)) return;
    objects.add(key);
    this.run.fromFiles ||= place.inFile.startsWith("file:");
    if (isExcepted) {
      this.run.excepted.push(control);
      return;
    }
    control.listed++;
    const failure = this.run.failure(control, detailsOf([response]));
    this.run.checked.push({ id: "", place, failures: [failure], assessed: [] });
  }
}
