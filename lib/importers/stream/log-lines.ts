import { ImportError } from "../types";

/** `kubectl logs --prefix` and `--timestamps`, and what a container runtime puts in front of each line. */
const prefix = /^(?:\[[^\]]*\]\s+|\d{4}-\d\d-\d\dT\S+\s+(?:std(?:out|err)\s+[FP]\s+)?)*(?=\{)/;
/** What others put there: the journal, `docker compose logs`, a program that logs what it is sent. */
const otherPrefix = /^[^{"]{1,300}(?=\{")/;
const maxLine = 32 * 1024 * 1024;
const sniffBytes = 64 * 1024;

/**
 * The JSON lines of a log: other lines (of libraries that log in words of their own) come out empty, so that the
 * numbers of lines stay. A file that isn't such a log passes as it is. `event` is what its events have.
 */
export async function* jsonLines(source: AsyncIterable<Uint8Array>, event: RegExp): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let head: Uint8Array[] | null = [];
  let size = 0;
  let lines = false;
  let rest = "";
  const filtered = (text: string) =>
    encoder.encode(
      text
        .split("\n")
        .map((line) => jsonOf(line, event))
        .join("\n"),
    );
  for await (const part of source) {
    if (head !== null) {
      head.push(part);
      size += part.byteLength;
      if (size < sniffBytes) continue;
      const begin: Buffer = Buffer.concat(head);
      head = null;
      lines = firstEvent(begin.toString(), event) !== null;
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
  if (whole.length > 0) yield firstEvent(whole.toString(), event) !== null ? filtered(whole.toString()) : whole;
}

function jsonOf(given: string, event: RegExp): string {
  const line = given.trimStart();
  const found = prefix.exec(line);
  if (found) return line.slice(found[0].length);
  const rest = line.slice(otherPrefix.exec(line)?.[0].length ?? line.length);
  return event.test(rest) ? rest : "";
}

/** The first line of a log that is JSON; null when the text has no such events or isn't made of lines. */
export function firstEvent(text: string, event: RegExp): string | null {
  if (!event.test(text)) return null;
  const first = text
    .split("\n")
    .map((line) => jsonOf(line, event))
    .find((line) => line !== "");
  try {
    return first !== undefined && typeof JSON.parse(first) === "object" ? first : null;
  } catch {
    return null;
  }
}
