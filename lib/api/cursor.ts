import { z } from "zod";
import { invalid } from "../authz/refusal";

/**
 * Keyset cursors: the sort values of the last row shown, as base64url JSON. Opaque to clients; what comes back is
 * checked against `shape` like any other input, since a client can send anything.
 */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values), "utf8").toString("base64url");
}

/** Throws `invalid` (400) for anything that `encodeCursor` did not make for this list. */
export function decodeCursor<T extends z.ZodType>(text: string | undefined, shape: T): z.output<T> | null {
  if (text === undefined || text === "") return null;
  let value: unknown;
  try {
    if (text.length > 1000) throw new RangeError("too long");
    value = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    throw bad();
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw bad();
  return parsed.data;
}

const bad = () => invalid("This cursor does not belong to this list. Start again without it.", "query.cursor");

/** For lists in order of a numeric id. */
export const IdCursor = z.tuple([z.number().int()]);
