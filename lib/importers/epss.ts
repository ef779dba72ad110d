import { cveOf, jsonOrCsv, timeOf, withSkipped } from "./exploitation";
import { csvRecords } from "./stream/csv";
import { splitJson } from "./stream/json";
import { objectOf } from "./text";
import { type ExploitationItem, ImportError, type Importer, type Item, type Sniff } from "./types";

/**
 * FIRST's scores of how likely a flaw is to be exploited within 30 days: the daily CSV
 * (`#model_version:…,score_date:…`, then `cve,epss,percentile`), and answers of its API.
 */
export const epss: Importer = {
  format: "epss",
  detect,
  parse,
  about: {
    tool: "EPSS of FIRST",
    target: "no asset: what is known of a CVE, in all clusters",
    classes: [],
    completeness: "never closes anything; an older score never overrides a newer one",
    date: "score_date; in answers of the API the date of each score",
    units: [],
  },
};

function detect({ text, keys, root }: Sniff): number {
  if (root === "object")
    return keys.includes("data") && /"epss"\s*:/.test(text) && text.includes('"percentile"') ? 95 : 0;
  if (root !== null) return 0;
  if (/^\s*#\s*model_version:/.test(text)) return 97;
  const [header = ""] = text.trimStart().split(/\r?\n/, 1);
  const names = header.toLowerCase().split(",");
  return names.includes("cve") && names.includes("epss") ? 95 : 0;
}

async function* parse(source: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  const { json, all } = await jsonOrCsv(source);
  yield* json ? fromApi(all) : fromCsv(all);
}

const header = (toolVersion: string | null, observedAt: string | null): Item => ({
  ...{ type: "header", tool: "epss", toolVersion, semantics: "snapshot", observedAt },
});

async function* fromCsv(source: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  const records = csvRecords(source);
  let next = await records.next();
  let version: string | null = null;
  let date: string | null = null;
  while (!next.done && (next.value.fields[0] ?? "").startsWith("#")) {
    const comment = next.value.fields.join(",");
    version ??= /model_version:\s*([^,\s]{1,40})/.exec(comment)?.[1] ?? null;
    date ??= timeOf(/score_date:\s*([^,\s]+)/.exec(comment)?.[1]);
    next = await records.next();
  }
  yield header(version, date);
  const names = next.done ? [] : next.value.fields.map((name) => name.trim().toLowerCase());
  const [cve, score, rank] = ["cve", "epss", "percentile"].map((name) => names.indexOf(name)) as [
    number,
    number,
    number,
  ];
  if (cve < 0 || score < 0)
    throw new ImportError("malformed", "the first line does not name the columns cve and epss", "line 1");
  async function* rows(): AsyncGenerator<ExploitationItem | null> {
    for (let row = await records.next(); !row.done; row = await records.next()) {
      const { fields } = row.value;
      yield itemOf(fields[cve], fields[score], rank < 0 ? null : fields[rank], null);
    }
  }
  yield* withSkipped(rows());
}

async function* fromApi(source: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  yield header(null, null);
  async function* rows(): AsyncGenerator<ExploitationItem | null> {
    for await (const piece of splitJson(source, { arrays: [["data"]] })) {
      if (piece.type === "rest" && objectOf(piece.value) === null)
        throw new ImportError("malformed", "the document is no answer of the EPSS API");
      if (piece.type !== "element") continue;
      const row = objectOf(piece.value);
      yield row && itemOf(row.cve, row.epss, row.percentile, timeOf(row.date));
    }
  }
  yield* withSkipped(rows());
}

function itemOf(id: unknown, score: unknown, rank: unknown, at: string | null): ExploitationItem | null {
  const code = cveOf(id);
  const value = shareOf(score);
  if (code === null || value === null) return null;
  return { type: "exploitation", code, epss: value, percentile: shareOf(rank), ...(at ? { at } : {}) };
}

/** A number from 0 to 1. */
function shareOf(value: unknown): number | null {
  if (typeof value !== "number" && (typeof value !== "string" || value.trim() === "")) return null;
  const number = Number(value);
  return number >= 0 && number <= 1 ? number : null;
}
