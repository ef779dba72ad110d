import { ImportError } from "../types";

/** Events of an audit, as the log of the audit pod (`event_type`) and its exports (`eventType`) spell them. */
export const eventPattern =
  /"event_?[tT]ype"\s*:\s*"(?:violation(?:_audited)?|constraint_audited|audit_(?:started|finished))"/;

/** `kubectl logs --prefix` and `--timestamps`, and what a container runtime puts in front of each line. */
const prefix = /^(?:\[[^\]]*\]\s+|\d{4}-\d\d-\d\dT\S+\s+(?:std(?:out|err)\s+[FP]\s+)?)*(?=\{)/;
const maxLine = 32 * 1024 * 1024;
const sniffBytes = 64 * 1024;

/**
 * The JSON lines of a log: other lines (of libraries that log in words of their own) come out empty, so that the
 * numbers of lines stay. A file that isn't lines of JSON passes as it is.
 */
export async function* jsonLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let head: Uint8Array[] | null = [];
  let size = 0;
  let lines = false;
  let rest = "";
  const filtered = (text: string) => encoder.encode(text.split("\n").map(jsonOf).join("\n"));
  for await (const part of source) {
    if (head !== null) {
      head.push(part);
      size += part.byteLength;
      if (size < sniffBytes) continue;
      const begin: Buffer = Buffer.concat(head);
      head = null;
      lines = isLog(begin.toString());
      if (!lines) yield begin;
      else rest = decoder.decode(begin, { stream: true });
    } else if (!lines) yield part;
    else rest += decoder.decode(part, { stream: true });
    const end = lines ? rest.lastIndexOf("\n") : -1;
    if (end >= 0) {
      yield filtered(rest.slice(0, end + 1));
      rest = rest.slice(end + 1);
    }
    if (rest.length > maxLine) throw new ImportError("too_large", "this line is larger than can be read");
  }
  if (head === null) {
    if (rest !== "") yield filtered(rest);
    return;
  }
  const whole = Buffer.concat(head);
  if (whole.length > 0) yield isLog(whole.toString()) ? filtered(whole.toString()) : whole;
}

function jsonOf(line: string): string {
  const found = prefix.exec(line.trimStart());
  return found ? line.trimStart().slice(found[0].length) : "";
}

/** Events, and a first object that stands on one line. */
function isLog(text: string): boolean {
  if (!eventPattern.test(text)) return false;
  const first = text
    .split("\n")
    .map(jsonOf)
    .find((line) => line !== "");
  try {
    return first !== undefined && typeof JSON.parse(first) === "object";
  } catch {
    return false;
  }
}
