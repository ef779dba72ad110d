import { splitJson } from "../stream/json";
import { ImportError } from "../types";
import { benchmarkName, type Check, type Control, nodeTypeOf } from "./model";

type Fields = Record<string, unknown>;

/**
 * Reads `kube-bench --json` of any version: `{Controls: […], Totals}`, the bare array that `--nototals` prints,
 * one object for each controls file (before 0.3), or any number of these one after another.
 * Field names are those of `check.Controls`, `check.Group` and `check.Check` in kube-bench.
 */
export async function* jsonControls(source: AsyncIterable<Uint8Array>): AsyncGenerator<Control> {
  for await (const piece of splitJson(source, { arrays: [["Controls"], []], many: true })) {
    if (piece.type === "list") continue;
    const where = `line ${piece.line}`;
    const { value } = piece;
    if (piece.type === "element") yield control(value, where);
    else if (isObject(value) && "tests" in value) yield control(value, where);
    else if (!Array.isArray(value) && !(isObject(value) && ("Controls" in value || "Totals" in value))) {
      throw new ImportError("malformed", 'expected an object with "Controls" or "tests"', where);
    }
  }
}

function control(value: unknown, where: string): Control {
  if (!isObject(value) || !("tests" in value)) {
    throw new ImportError("malformed", 'expected a controls object with "tests"', where);
  }
  const checks: Check[] = [];
  for (const group of list(value.tests, "tests", where)) {
    for (const result of list(group.results, "results", where)) checks.push(check(result, text(group.desc), where));
  }
  return {
    nodeType: text(value.node_type) || nodeTypeOf(text(value.text)),
    benchmark: benchmarkName(text(value.version)),
    checks,
    truncated: null,
  };
}

function check(result: Fields, group: string, where: string): Check {
  const id = text(result.test_number);
  if (id === "") throw new ImportError("malformed", 'expected a "test_number" in each of "results"', where);
  return {
    id,
    title: text(result.test_desc),
    status: text(result.status).toUpperCase(),
    group,
    remediation: text(result.remediation).trim(),
    reason: text(result.reason),
    expected: text(result.expected_result),
    actual: text(result.actual_value),
  };
}

/** Go prints an empty list as null. */
function list(value: unknown, key: string, where: string): Fields[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value) || !value.every(isObject)) {
    throw new ImportError("malformed", `expected "${key}" to be a list of objects`, where);
  }
  return value;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
