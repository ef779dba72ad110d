import { stripVTControlCharacters } from "node:util";
import { ImportError } from "../types";
import { type Check, type Control, nodeTypeOf } from "./model";

/** `[FAIL] 1.1.1 Ensure …`, once the colours of a terminal are removed; `1.1.1 - Ensure …` is Docker's benchmark. */
export const checkLine = /^\[(PASS|FAIL|WARN|INFO)\]\s+(\S+)\s+(?!- )(.*)$/;
const summaryLine = /^(\d+) checks (PASS|FAIL|WARN|INFO)$/;
const maxBytes = 32 * 1024 * 1024;

/**
 * Reads what kube-bench prints without `--json`: per controls file the results, the remediations and a summary,
 * which must agree with the results. The benchmark is not stated there.
 */
export async function* textControls(source: AsyncIterable<Uint8Array>): AsyncGenerator<Control> {
  let control: Control | null = null;
  let group = "";
  let part: "results" | "remediations" | "summary" | "total" = "results";
  let fixing: Check | undefined;
  const summed = new Map<string, number>();
  function* finished(): Generator<Control> {
    if (control) yield { ...control, truncated: disagreement(control, summed) };
    control = null;
    summed.clear();
  }

  const text = stripVTControlCharacters(await wholeText(source));
  if (/\S/.test(text) && !/^\[(PASS|FAIL|WARN|INFO)\]/m.test(text)) {
    throw new ImportError("malformed", 'expected lines such as "[FAIL] 1.1.1 Ensure …", or JSON', "line 1");
  }
  for (const raw of text.split("\n")) {
    const line = raw.trimEnd();
    const heading = /^== (Remediations|Summary)\s*(\S*) ==$/.exec(line);
    const found = checkLine.exec(line);
    if (heading) {
      part = heading[1] === "Remediations" ? "remediations" : heading[2] === "total" ? "total" : "summary";
      if (control && part !== "total" && heading[2]) control.nodeType = heading[2];
      fixing = undefined;
    } else if (found) {
      const [, status = "", id = "", title = ""] = found;
      if (status === "INFO" && /^\d+$/.test(id)) {
        yield* finished();
        control = { nodeType: nodeTypeOf(title), benchmark: null, checks: [], truncated: null };
      } else if (status === "INFO" && /^\d+\.\d+$/.test(id)) group = title;
      else {
        control ??= { nodeType: "", benchmark: null, checks: [], truncated: null };
        control.checks.push({ id, title, status, group, remediation: "", reason: "", expected: "", actual: "" });
      }
      part = "results";
    } else if (part === "remediations") {
      const [first = "", ...words] = line.split(" ");
      const named = control?.checks.find((check) => check.id === first);
      fixing = named ?? fixing;
      if (fixing) fixing.remediation = `${fixing.remediation}\n${named ? words.join(" ") : line}`.trim();
    } else if (part === "summary") {
      const counted = summaryLine.exec(line);
      if (counted?.[2]) summed.set(counted[2], Number(counted[1]));
    }
  }
  yield* finished();
}

function disagreement(control: Control, summed: Map<string, number>): string | null {
  if (summed.size === 0) return "the output has no summary";
  for (const [status, count] of summed) {
    const listed = control.checks.filter((check) => check.status === status).length;
    if (listed !== count) return `the summary counts ${count} ${status}, the output lists ${listed}`;
  }
  return null;
}

/** The text of a run is some kilobytes; more than 32 MiB is something else. */
async function wholeText(source: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of source) {
    parts.push(part);
    size += part.byteLength;
    if (size > maxBytes) throw new ImportError("too_large", "this text is larger than can be read");
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}
