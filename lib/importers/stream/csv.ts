import { ImportError } from "../types";

export interface CsvRecord {
  fields: string[];
  /** Line on which it begins, from 1. */
  line: number;
}

const MOST = 1024 * 1024;

/**
 * Reads comma-separated values as RFC 4180 has them: fields in double quotes may hold commas, line ends and doubled
 * quotes. Blank lines are passed over. Throws ImportError: a quote that never closes, a record above 1 MiB.
 */
export async function* csvRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord> {
  const decoder = new TextDecoder();
  let text = "";
  let line = 1;
  const take = function* (last: boolean): Generator<CsvRecord> {
    let start = 0;
    // Where the search for the end of the record goes on, behind quotes that were closed.
    let from = 0;
    for (;;) {
      let end = text.indexOf("\n", from);
      if (end < 0) {
        if (!last) break;
        end = text.length;
        if (start >= end) break;
      }
      const record = text.slice(start, end);
      if (isOpen(record)) {
        if (last && end >= text.length) throw new ImportError("malformed", "a quote is never closed", `line ${line}`);
        from = end + 1;
        continue;
      }
      if (record.trim() !== "") yield { fields: split(record.replace(/\r$/, "")), line };
      line += countLines(record) + 1;
      start = from = end + 1;
      if (last && end >= text.length) break;
    }
    text = text.slice(Math.min(start, text.length));
    if (text.length > MOST) throw new ImportError("too_large", `a record is larger than ${MOST} bytes`, `line ${line}`);
  };
  for await (const chunk of source) {
    text += decoder.decode(chunk, { stream: true });
    yield* take(false);
  }
  text += decoder.decode();
  yield* take(true);
}

/** Does it end within quotes? Then the line end belongs to a field. */
function isOpen(record: string): boolean {
  let quotes = 0;
  for (let at = record.indexOf('"'); at >= 0; at = record.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}

function countLines(record: string): number {
  let lines = 0;
  for (let at = record.indexOf("\n"); at >= 0; at = record.indexOf("\n", at + 1)) lines++;
  return lines;
}

function split(record: string): string[] {
  if (!record.includes('"')) return record.split(",");
  const fields: string[] = [];
  const field = /("(?:[^"]|"")*"|[^,]*)(,|$)/gy;
  for (let match = field.exec(record); match; match = field.exec(record)) {
    const value = match[1] ?? "";
    fields.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (match[2] === "") break;
  }
  return fields;
}
