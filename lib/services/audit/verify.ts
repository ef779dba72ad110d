import type { PoolClient } from "pg";
import { pool } from "@/lib/db/pool";
import { chainHash } from "./canonical";
import { loadHead } from "./head";

/**
 * What is wrong at an entry: it was changed; it does not follow the entry before it (one was removed, moved or slipped in
 * there); it was slipped in; it is not in the count. `id` null: it is the end of the log that is wrong.
 */
export interface AuditFault {
  id: string | null;
  kind: "changed" | "unlinked" | "slipped_in" | "removed" | "unsealed" | "head";
  text: string;
}

export interface AuditVerdict {
  entries: number;
  /** Hash of the last entry, hexadecimal; to be kept elsewhere. */
  head: string | null;
  /** Id of the first entry that is not what was written, or whose predecessor is missing; null when all hold. */
  brokenAt: string | null;
  /** In the order of the log, at most a hundred. */
  faults: AuditFault[];
}

interface Row {
  id: string;
  at: Date;
  actor: string;
  actor_id: number | null;
  action: string;
  target: string;
  detail: unknown;
  request_id: string | null;
  previous: Buffer | null;
  hash: Buffer | null;
}

const PAGE = 1_000;
const MOST = 100;
const same = (a: Buffer | null, b: Buffer | null) => (a === null || b === null ? a === b : a.equals(b));

/** An earlier end of the log, as it was noted elsewhere. */
export interface KnownHead {
  entries: number;
  hash: string;
}

/**
 * Follows the hash chain from the first entry to the last, and holds the end against its seal. Reads one snapshot in
 * pages, so the log may be of any length and in use.
 * @param known has to be in it, entry and place
 */
export async function verifyAudit(known?: KnownHead): Promise<AuditVerdict> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return await follow(client, known);
  } finally {
    await client.query("ROLLBACK").catch(() => {});
    client.release();
  }
}

async function follow(client: PoolClient, known?: KnownHead): Promise<AuditVerdict> {
  const faults: AuditFault[] = [];
  const fault = (id: string | null, kind: AuditFault["kind"], text: string) => {
    if (faults.length < MOST) faults.push({ id, kind, text });
  };
  let entries = 0;
  let before: Row | null = null;
  let last: Row | null = null;
  for await (const row of rowsOf(client)) {
    const follows = same(row.previous, last?.hash ?? null);
    if (!row.hash?.equals(chainHash(row.previous, fieldsOf(row))))
      fault(row.id, "changed", `Entry ${row.id} is not what was written.`);
    if (!follows && last && same(row.previous, before?.hash ?? null))
      fault(last.id, "slipped_in", `Entry ${last.id} was slipped in before entry ${row.id}.`);
    else if (!follows)
      fault(
        row.id,
        "unlinked",
        last
          ? `Entry ${row.id} does not follow entry ${last.id}: between them one was changed, removed, moved or slipped in.`
          : `Entry ${row.id} comes first and was not: those before it were removed or moved.`,
      );
    entries++;
    if (known?.entries === entries && row.hash?.toString("hex") !== known.hash)
      fault(row.id, "head", `Entry ${row.id} is not the one that ended the log when it had ${known.entries} entries.`);
    before = last;
    last = row;
  }
  if (known && known.entries > entries)
    fault(null, "removed", `The log had ${known.entries} entries and has ${entries}.`);
  await endOf(client, { entries, last }, fault);
  const [first] = faults;
  return { entries, head: last?.hash?.toString("hex") ?? null, brokenAt: first ? (first.id ?? "end") : null, faults };
}

async function endOf(
  client: PoolClient,
  { entries, last }: { entries: number; last: Row | null },
  fault: (id: string | null, kind: AuditFault["kind"], text: string) => void,
): Promise<void> {
  const { head } = await loadHead(client);
  if (!head) return fault(null, "head", "The note of where the log ends was removed.");
  if (!head.holds) fault(null, "head", "The note of where the log ends was changed, or was sealed with another key.");
  if (entries < head.entries) {
    const missing = head.entries - entries;
    const text = `${missing} ${missing === 1 ? "entry is" : "entries are"} missing: the log had ${head.entries}, the last of them entry ${head.lastId}.`;
    fault(last && last.id !== head.lastId ? last.id : null, "removed", text);
  } else if (entries > head.entries)
    fault(
      last?.id ?? null,
      "unsealed",
      `${entries - head.entries} more than the ${head.entries} entries that were written.`,
    );
  else if (last && (last.id !== head.lastId || !same(last.hash, head.hash)))
    fault(last.id, "head", `Entry ${last.id} is not the one that ended the log.`);
}

const fieldsOf = (row: Row) => ({
  at: row.at.toISOString(),
  actor: row.actor,
  actorId: row.actor_id,
  action: row.action,
  target: row.target,
  detail: row.detail,
  requestId: row.request_id,
});

async function* rowsOf(client: PoolClient): AsyncGenerator<Row> {
  let after: string | null = null;
  for (;;) {
    const { rows }: { rows: Row[] } = await client.query<Row>(
      `SELECT e.id::text, at, actor, actor_id, action, target, detail, request_id, previous, hash
       FROM audit_entry e WHERE $1::bigint IS NULL OR e.id > $1 ORDER BY e.id LIMIT ${PAGE}`,
      [after],
    );
    yield* rows;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < PAGE) return;
  }
}
