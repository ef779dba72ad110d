import type { z } from "zod";
import { invalid, Refusal } from "../authz/refusal";
import { clean } from "../domain/text/clean";
import type { AnyOperation } from "./operation";
import { fieldsOf } from "./problem";

/** JSON bodies are forms and patches; what is larger is an upload and goes through a streaming operation. */
const MAX_BODY = 1024 * 1024;

export interface RawInput {
  params: Readonly<Record<string, unknown>>;
  query: Readonly<Record<string, unknown>>;
  body: unknown;
}

/**
 * Parts that the operation declares, checked; throws `invalid` naming every wrong field. Half a character, which a
 * form that cuts at a length leaves behind, comes in as the sign for what cannot be shown.
 */
export function parseInput(operation: AnyOperation, raw: RawInput): { params: unknown; query: unknown; body: unknown } {
  const { params, query, body } = operation.input ?? {};
  return {
    params: part(params, raw.params, "params"),
    query: part(query, raw.query, "query"),
    body: part(body, raw.body, "body"),
  };
}

function part(schema: z.ZodType | undefined, value: unknown, name: string): unknown {
  if (!schema) return undefined;
  if (hasNul(value)) throw invalid("Text with a NUL character cannot be stored or looked for.", name);
  const parsed = schema.safeParse(clean(value));
  if (parsed.success) return parsed.data;
  const fields = fieldsOf(parsed.error, name);
  const first = fields[0];
  throw new Refusal("invalid", first ? `${first.path}: ${first.message}` : "The request is not valid.", { fields });
}

/** PostgreSQL takes every character in a text but this one. */
function hasNul(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\0");
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => hasNul(key) || hasNul(inner));
}

/** A key that is stated several times is a list: `a=1&a=2` as `a=1,2`. */
export function queryOf(url: URL): Record<string, string> {
  const query: Record<string, string> = {};
  for (const key of new Set(url.searchParams.keys())) query[key] = url.searchParams.getAll(key).join(",");
  return query;
}

export async function readJson(request: Request): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw invalid("The body must be JSON, with content-type application/json.", "body");
  }
  const bytes = await readBounded(request);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalid("The body is no valid JSON.", "body");
  }
}

async function readBounded(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY) throw new Refusal("too_large", "The body is larger than 1 MiB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
