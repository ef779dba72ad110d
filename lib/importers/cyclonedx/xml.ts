import { type XmlPiece, xmlUnits } from "../stream/xml";
import { ImportError } from "../types";
import type { BomReader } from "./reader";
import { componentOf, metadataOf, vulnerabilityOf } from "./xml-shapes";

/** What is read as a whole, by where it stands. */
const units = new Set([
  "bom/metadata",
  "bom/components/component",
  "bom/services/service",
  "bom/vulnerabilities/vulnerability",
]);

/** Reads the XML of a bill of materials. Throws ImportError for what is none. */
export async function* readXml(source: AsyncIterable<Uint8Array>, reader: BomReader): AsyncGenerator<void> {
  let root = false;
  for await (const piece of xmlUnits(source, { isUnit: (path) => units.has(path.join("/")) })) {
    const [name] = piece.path;
    if (name !== "bom")
      throw new ImportError("malformed", `expected the element <bom>, found <${(name ?? "").slice(0, 60)}>`);
    root = true;
    take(piece, reader);
    yield;
  }
  if (!root) throw new ImportError("malformed", "the file is empty: did the tool fail?");
  reader.end();
}

function take(piece: XmlPiece, reader: BomReader): void {
  if (piece.type === "open") {
    const path = piece.path.join("/");
    // Here metadata never stand behind the lists.
    if (path === "bom/components" || path === "bom/vulnerabilities") reader.metadata({});
    if (path === "bom/vulnerabilities") reader.vulnerabilities();
    return;
  }
  const { element, path } = piece;
  if (path[1] === "metadata") reader.metadata(metadataOf(element));
  else if (path[1] === "components") reader.component(componentOf(element));
  else if (path[1] === "services") reader.service(componentOf(element));
  else reader.vulnerability(vulnerabilityOf(element));
}
