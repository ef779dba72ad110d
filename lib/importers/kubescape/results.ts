import { excerpt } from "../text";
import { isObject, type Json, listAt, mustBeObject, textOf } from "../trivy/guards";
import { reasonNotAssessed, statusOf } from "./control";
import { placeOf } from "./place";
import type { Checked, Run } from "./run";

/** Reads one element of `results`: an object, the controls that looked at it, and their rules. */
export function readResult(result: Json, run: Run, where: string): void {
  const id = textOf(result.resourceID);
  const raw = isObject(result.rawResource) ? placeOf(id, result.rawResource, run.namespace) : null;
  const checked: Checked = { id, place: raw, failures: [], assessed: [] };
  for (const [index, value] of listAt(result, "controls", where).entries()) {
    const at = `${where}.controls[${index}]`;
    readControl(mustBeObject(value, at), checked, run, at);
  }
  run.checked.push(checked);
}

function readControl(entry: Json, checked: Checked, run: Run, where: string): void {
  const id = textOf(entry.controlID);
  if (id === "") {
    run.pass("control without an id");
    return;
  }
  const control = run.control(id);
  control.tell(entry);
  const rules = listAt(entry, "rules", where).filter(isObject);
  const failed = rules.filter(ruleFailed);
  const open = failed.filter((rule) => !excepted(rule));
  const stated = statusOf(entry);
  if (stated.status === "" ? failed.length > 0 : stated.status === "failed") {
    checked.assessed.push(control);
    if (failed.length > 0 && open.length === 0) run.excepted.push(control);
    else {
      control.listed++;
      checked.failures.push(run.failure(control, detailsOf(open.length > 0 ? open : rules)));
    }
    return;
  }
  const status = stated.status === "" ? worst(rules) : stated;
  const reason = reasonNotAssessed(status);
  if (reason === "") checked.assessed.push(control);
  else if (reason !== "no object that the control is about") {
    control.skippedSome = true;
    run.pass(`check that was not made: ${reason}`);
  }
  if (status.status === "excluded" || status.sub === "w/exceptions") run.pass("excepted in the source");
}

/** Rules of the first reports have no status: there they are listed for what failed. */
function ruleFailed(rule: Json): boolean {
  const { status } = statusOf(rule);
  return status === "" ? Array.isArray(rule.failedPaths) && rule.failedPaths.length > 0 : status === "failed";
}

const excepted = (rule: Json) => Array.isArray(rule.exception) && rule.exception.length > 0;

/** The status of rules that didn't fail: skipped before excluded before passed. */
function worst(rules: Json[]): { status: string; sub: string } {
  const all = rules.map(statusOf);
  return (
    all.find((one) => reasonNotAssessed(one) !== "") ??
    all.find((one) => one.status === "excluded" || one.sub === "w/exceptions") ?? { status: "passed", sub: "" }
  );
}

/** What failed and what would fix it. Values of the object itself are left out: they may be secrets. */
export function detailsOf(rules: Json[]): { evidence: Record<string, string>; fixable: boolean } {
  const failed = new Set<string>();
  const fixes = new Set<string>();
  const add = (to: Set<string>, value: unknown) => {
    const text = textOf(value);
    if (text !== "" && to.size < 20) to.add(text.slice(0, 300));
  };
  for (const rule of rules) {
    const paths = [rule.paths, rule.failedPaths, rule.fixPaths].flatMap((list) => (Array.isArray(list) ? list : []));
    for (const path of paths) {
      if (!isObject(path)) {
        add(failed, path);
        continue;
      }
      for (const key of ["failedPath", "reviewPath", "deletePath"]) add(failed, path[key]);
      const fix = isObject(path.fixPath) ? path.fixPath : path;
      if (textOf(fix.path) !== "") add(fixes, `${textOf(fix.path)}: ${textOf(fix.value) || "…"}`);
      add(fixes, path.fixCommand);
    }
    add(fixes, rule.fixCommand);
  }
  const evidence: Record<string, string> = {};
  if (failed.size > 0) evidence.found = excerpt([...failed].sort().join(", "), 500);
  if (fixes.size > 0) evidence.expected = excerpt([...fixes].sort().join(", "), 500);
  return { evidence, fixable: fixes.size > 0 };
}
