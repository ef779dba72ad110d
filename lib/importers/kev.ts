import { cveOf, dayOf, jsonOrCsv, timeOf, withSkipped } from "./exploitation";
import { csvRecords } from "./stream/csv";
import { splitJson } from "./stream/json";
import { objectOf, stringOf } from "./text";
import { type ExploitationItem, ImportError, type Importer, type Item, type Sniff } from "./types";

/** CISA's catalogue of known exploited vulnerabilities, as JSON and as CSV. */
export const kev: Importer = {
  format: "kev",
  detect,
  parse,
  about: {
    tool: "KEV of CISA",
    target: "no asset: what is known of a CVE, in all clusters",
    classes: [],
    completeness:
      "JSON whose count is that of its entries: what it lacks is no longer listed, unless a newer list is known. CSV shows no count and only adds",
    date: "dateReleased; none in CSV",
    units: [],
  },
};

function detect({ text, keys, root }: Sniff): number {
  if (root === "object") {
    const listed =
      keys.includes("vulnerabilities") && (keys.includes("catalogVersion") || keys.includes("dateReleased"));
    return listed ? 97 : 0;
  }
  return root === null && /^"?cveID"?,"?vendorProject"?,/.test(text.trimStart()) ? 97 : 0;
}

async function* parse(source: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  const { json, all } = await jsonOrCsv(source);
  yield* json ? fromJson(all) : fromCsv(all);
}

/** The list is small (1 MB), and its date may stand behind its entries. */
async function* fromJson(source: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  const entries: unknown[] = [];
  let rest: Record<string, unknown> | null = null;
  for await (const piece of splitJson(source, { arrays: [["vulnerabilities"]] })) {
    if (piece.type === "element") entries.push(piece.value);
    else if (piece.type === "rest") rest = objectOf(piece.value);
  }
  if (rest === null || !Array.isArray(rest.vulnerabilities))
    throw new ImportError("malformed", "the document has no list of vulnerabilities");
  const observedAt = timeOf(rest.dateReleased);
  yield { type: "header", tool: "kev", toolVersion: stringOf(rest.catalogVersion), semantics: "snapshot", observedAt };
  async function* rows(): AsyncGenerator<ExploitationItem | null> {
    for (const entry of entries) {
      const row = objectOf(entry);
      yield row && itemOf(row.cveID, row.dateAdded, row.dueDate);
    }
  }
  const { taken, skipped } = yield* withSkipped(rows());
  if (rest.count === taken && skipped === 0 && taken > 0) yield { type: "whole_list" };
  else yield { type: "warning", message: "the list does not show that it is whole: it only adds to what is listed" };
}

async function* fromCsv(source: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  yield { type: "header", tool: "kev", toolVersion: null, semantics: "snapshot", observedAt: null };
  const records = csvRecords(source);
  const first = await records.next();
  const names = first.done ? [] : first.value.fields;
  const [cve, added, due] = ["cveID", "dateAdded", "dueDate"].map((name) => names.indexOf(name)) as [
    number,
    number,
    number,
  ];
  if (cve < 0) throw new ImportError("malformed", "the first line does not name the column cveID", "line 1");
  async function* rows(): AsyncGenerator<ExploitationItem | null> {
    for (let row = await records.next(); !row.done; row = await records.next()) {
      const { fields } = row.value;
      yield itemOf(fields[cve], fields[added], fields[due]);
    }
  }
  yield* withSkipped(rows());
}

function itemOf(id: unknown, added: unknown, due: unknown): ExploitationItem | null {
  const code = cveOf(id);
  return code === null ? null : { type: "exploitation", code, kev: { addedAt: dayOf(added), dueAt: dayOf(due) } };
}
