import type { Justification } from "../exception/vocabulary";
import { justifications } from "../exception/vocabulary";
import { type ImageName, parseImageReference } from "../identity/image-reference";

/** One thing that a document says of one product. */
export interface VexClaim {
  /** Names of the flaw, the main one first. */
  names: string[];
  /** The product as the document names it. */
  product: string;
  /** The image, with its version where one is named; null where it is none. */
  image: ImageName | null;
  status: string;
  justification: Justification | null;
  /** What it says about why. */
  statement: string | null;
}

export interface VexRead {
  id: string;
  author: string;
  claims: VexClaim[];
}

/** What is wrong with a document, in one line that says where. */
export class VexError extends Error {
  override readonly name = "VexError";
}

const MOST = 2_000;
type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
const textOf = (value: unknown): string | null => (typeof value === "string" && value.trim() !== "" ? value : null);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Reads an OpenVEX document (0.0.1 to 0.2.0). Throws VexError for what is none. */
export function readOpenVex(document: unknown): VexRead {
  const of = fieldsOf(document);
  const context = textOf(of?.["@context"]);
  if (!of || !context?.startsWith("https://openvex.dev/ns"))
    throw new VexError("This is no OpenVEX document: its @context does not begin with https://openvex.dev/ns.");
  const id = textOf(of["@id"]);
  const author = textOf(of.author);
  if (!id) throw new VexError("The document has no @id.");
  if (!author) throw new VexError("The document has no author.");
  if (!Array.isArray(of.statements) || of.statements.length === 0)
    throw new VexError("The document has no statements.");
  const claims = of.statements.flatMap((statement, index) => claimsOf(statement, `statements[${index}]`));
  if (claims.length > MOST) throw new VexError(`The document says more than ${MOST} things: split it.`);
  return { id, author, claims };
}

function claimsOf(value: unknown, where: string): VexClaim[] {
  const of = fieldsOf(value);
  if (!of) throw new VexError(`${where} is no object.`);
  // Before 0.2.0 the flaw and the products were mere names.
  const flaw = fieldsOf(of.vulnerability);
  const name = textOf(flaw?.name) ?? textOf(flaw?.["@id"]) ?? textOf(of.vulnerability);
  if (!name) throw new VexError(`${where} names no vulnerability.`);
  const status = textOf(of.status);
  if (!status) throw new VexError(`${where} has no status.`);
  const names = [name, ...listOf(flaw?.aliases).flatMap((alias) => textOf(alias) ?? [])].map(
    (text) => text.split("/").at(-1) ?? text,
  );
  const products = listOf(of.products).flatMap((product) => productOf(product) ?? []);
  if (products.length === 0) throw new VexError(`${where} names no product.`);
  const said = justifications.find((word) => word === of.justification) ?? null;
  return products.map((product) => ({
    ...{ names, product, status, justification: said, image: imageOf(product) },
    statement: textOf(of.impact_statement) ?? textOf(of.action_statement) ?? textOf(of.status_notes),
  }));
}

function productOf(value: unknown): string | null {
  const of = fieldsOf(value);
  return textOf(value) ?? textOf(fieldsOf(of?.identifiers)?.purl) ?? textOf(of?.["@id"]);
}

/** `pkg:oci/web@sha256:…?repository_url=docker.io/acme/web`, `pkg:docker/acme/web@1.2`, or an image reference. */
function imageOf(product: string): ImageName | null {
  if (!product.startsWith("pkg:")) return parseImageReference(product);
  const [path = "", query = ""] = (product.split("#")[0] ?? "").split("?");
  const qualifiers = new URLSearchParams(query);
  const from = qualifiers.get("repository_url");
  const [, type, encoded = "", given] = /^pkg:(oci|docker)\/([^@]+)(?:@(.+))?$/.exec(path) ?? [];
  if (!type) return null;
  const name = decodeURIComponent(encoded);
  const named = type === "oci" && (from === name || from?.endsWith(`/${name}`));
  const repository = named ? from : from ? `${from}/${name}` : name;
  const version = given ? decodeURIComponent(given) : null;
  const digest = version?.includes(":") ? version.toLowerCase() : null;
  const tag = digest ? null : (version ?? qualifiers.get("tag"));
  const image = parseImageReference(repository ?? "");
  return image && { ...image, ...(tag && { tag }), digests: digest ? [digest] : [] };
}
