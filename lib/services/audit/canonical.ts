import { createHash } from "node:crypto";

/** What the hash of an audit entry covers: everything but its id and the hashes. */
export interface AuditFields {
  /** ISO 8601, milliseconds, UTC. */
  at: string;
  actor: string;
  actorId: number | null;
  action: string;
  target: string;
  detail: unknown;
  requestId: string | null;
}

/** JSON with sorted keys and no spaces, so that a row read back from the database has the bytes it was hashed with. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/** SHA-256 of the previous hash followed by the canonical JSON of the row; the first row follows nothing. */
export function chainHash(previous: Uint8Array | null, fields: AuditFields): Buffer {
  const hash = createHash("sha256");
  if (previous) hash.update(previous);
  return hash.update(canonicalJson(fields)).digest();
}
