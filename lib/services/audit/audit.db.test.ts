import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { withTrace } from "@/lib/telemetry/context";
import { makePerson, refusalOf } from "../testing/people";
import { chainHash } from "./canonical";
import { listAudit } from "./list";
import { sealAudit } from "./seal";
import { verifyAudit } from "./verify";
import { unchanged, write } from "./write";

let database: TestDatabase;
const system = systemActor("test");
const add = (n: number) =>
  write(system, async (_client, note) =>
    note({ action: "test.add", target: `n:${n}`, detail: { n, b: [1, { z: 1, a: 2.5 }] } }),
  );

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await closePool();
  await database.close();
});

describe("the audit log", () => {
  it("chains entries of writers that run at once", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => add(n)));
    expect(await verifyAudit()).toMatchObject({ entries: 20, brokenAt: null, faults: [] });
  });

  it("keeps the request's id and names the person", async () => {
    const { actor, email, id } = await makePerson("security");
    await withTrace({ requestId: "req-1" }, () =>
      write(actor, async (_client, note) => note({ action: "test.named", target: "x" })),
    );
    const [entry] = await listAudit(actor, { before: null, action: "test.named", limit: 1 });
    expect(entry).toMatchObject({ actor: `user:${email}`, requestId: "req-1", detail: null });
    const { rows } = await pool().query("SELECT actor_id FROM audit_entry ORDER BY id DESC LIMIT 1");
    expect(rows[0]).toEqual({ actor_id: id });
  });

  it("does not let a write through without an entry, nor an entry without its write", async () => {
    const before = (await verifyAudit()).entries;
    const insert = "INSERT INTO setting (key, value) VALUES ('k', '1')";
    await expect(write(system, (client) => client.query(insert))).rejects.toThrow("without an audit entry");
    await expect(
      write(system, async (_client, note) => {
        note({ action: "test.fail", target: "x" });
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await write(system, async () => unchanged(5))).toBe(5);
    expect((await pool().query("SELECT 1 FROM setting WHERE key = 'k'")).rowCount).toBe(0);
    expect((await verifyAudit()).entries).toBe(before);
  });

  it("is read by those who may, a page at a time", async () => {
    const { actor } = await makePerson("manager");
    const first = await listAudit(actor, { before: null, limit: 5 });
    const next = await listAudit(actor, { before: Number(first.at(-1)?.id), limit: 5 });
    const ids = [...first, ...next].map((row) => Number(row.id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(new Set(ids).size).toBe(10);
    expect(await refusalOf(listAudit((await makePerson("devops")).actor, { before: null, limit: 5 }))).toBe(
      "forbidden",
    );
  });

  it("cannot be changed, emptied or cut by the application", async () => {
    for (const sql of ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"])
      await expect(pool().query(sql)).rejects.toThrow("append-only");
    await expect(pool().query("DELETE FROM audit_head")).rejects.toThrow("append-only");
    await expect(pool().query("TRUNCATE audit_head")).rejects.toThrow("append-only");
  });
});

/** With the rights of whoever owns the database; looked at, and undone. */
async function tampered(sql: string, params: unknown[] = []) {
  const { rows: kept } = await pool().query("SELECT * FROM audit_entry ORDER BY audit_entry.id");
  const { rows: head } = await pool().query("SELECT * FROM audit_head");
  const owner = await pool().connect();
  try {
    await owner.query("SET session_replication_role = replica");
    await owner.query(sql, params);
    const verdict = await verifyAudit();
    await owner.query("DELETE FROM audit_entry");
    await owner.query("DELETE FROM audit_head");
    await owner.query("INSERT INTO audit_entry SELECT * FROM jsonb_populate_recordset(NULL::audit_entry, $1::jsonb)", [
      JSON.stringify(kept.map(stored)),
    ]);
    await owner.query("INSERT INTO audit_head SELECT * FROM jsonb_populate_recordset(NULL::audit_head, $1::jsonb)", [
      JSON.stringify(head.map(stored)),
    ]);
    return verdict;
  } finally {
    await owner.query("RESET session_replication_role");
    owner.release();
  }
}
const stored = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, Buffer.isBuffer(value) ? `\\x${value.toString("hex")}` : value]),
  );

describe("verifying", () => {
  const forged = (values: string) =>
    `INSERT INTO audit_entry (id, at, actor, action, target, previous, hash) SELECT ${values} FROM audit_entry WHERE id = $1`;
  let ids: string[];
  beforeAll(async () => {
    const { rows } = await pool().query<{ id: string }>("SELECT e.id::text FROM audit_entry e ORDER BY e.id");
    ids = rows.map(({ id }) => id);
    await pool().query("SELECT setval(pg_get_serial_sequence('audit_entry', 'id'), max(id) + 10) FROM audit_entry");
    await add(98);
    await add(99);
  });
  const at = (n: number) => ids[n] as string;

  it("holds before, between and after the attempts", async () => {
    expect((await verifyAudit()).faults).toEqual([]);
    await tampered("DELETE FROM audit_entry");
    expect((await verifyAudit()).faults).toEqual([]);
  });

  it.each(["at", "actor", "actor_id", "action", "target", "detail", "request_id", "previous", "hash"])(
    "names the entry whose %s was changed",
    async (column) => {
      const value = {
        ...{ at: "at + interval '1 ms'", actor: "'user:x'", actor_id: "7", action: "'x'", target: "target || '.'" },
        ...{ detail: `coalesce(detail, '{}') || '{"n": 99}'`, request_id: "'x'", previous: "'\\x00'", hash: "'\\x00'" },
      }[column];
      const { faults, brokenAt } = await tampered(`UPDATE audit_entry SET ${column} = ${value} WHERE id = $1`, [at(2)]);
      expect(brokenAt).toBe(at(2));
      expect(faults[0]).toMatchObject({ id: at(2), kind: "changed" });
    },
  );

  it("names the entry after those that were removed, or were first", async () => {
    expect((await tampered("DELETE FROM audit_entry WHERE id = $1", [at(2)])).faults[0]).toMatchObject({
      id: at(3),
      kind: "unlinked",
    });
    const first = await tampered("DELETE FROM audit_entry WHERE id <= $1", [at(2)]);
    expect(first.faults[0]).toMatchObject({ id: at(3), kind: "unlinked" });
    expect(first.faults[1]).toMatchObject({ kind: "removed" });
  });

  it("misses the newest, some or all, though the chain holds", async () => {
    const some = await tampered("DELETE FROM audit_entry WHERE id > $1", [at(2)]);
    expect(some.faults).toEqual([expect.objectContaining({ id: at(2), kind: "removed" })]);
    const all = await tampered("DELETE FROM audit_entry");
    expect(all.faults).toEqual([expect.objectContaining({ kind: "removed" })]);
  });

  it("misses the newest where their note was cut to size as well, or taken away", async () => {
    const cut = `WITH kept AS (DELETE FROM audit_entry WHERE id > $1)
      UPDATE audit_head SET entries = 3, last_id = $1, hash = (SELECT hash FROM audit_entry WHERE id = $1)`;
    expect((await tampered(cut, [at(2)])).faults).toEqual([expect.objectContaining({ kind: "head" })]);
    const unsealed = await tampered(`${cut}, seal = NULL`, [at(2)]);
    expect(unsealed.faults).toEqual([expect.objectContaining({ kind: "head" })]);
    expect((await tampered("DELETE FROM audit_head")).faults).toEqual([expect.objectContaining({ kind: "head" })]);
  });

  it("names what was slipped in between, before and after, however well it fits", async () => {
    const { rows } = await pool().query<{ at: Date; hash: Buffer }>("SELECT at, hash FROM audit_entry WHERE id = $1", [
      ids.at(-1),
    ]);
    const fields = { actor: "user:x", actorId: null, action: "x", target: "x", detail: null, requestId: null };
    const last = rows[0] as { at: Date; hash: Buffer };
    const hash = chainHash(last.hash, { at: last.at.toISOString(), ...fields }).toString("hex");
    const fits = forged(`id + 1, at, 'user:x', 'x', 'x', hash, '\\x${hash}'`);
    const between = await tampered(fits, [ids.at(-1)]);
    expect(between.faults[0]).toMatchObject({ id: String(Number(ids.at(-1)) + 1), kind: "slipped_in" });
    const before = await tampered(forged("-5, at, 'x', 'x', 'x', NULL, hash"), [at(0)]);
    expect(before.faults[0]).toMatchObject({ id: "-5", kind: "changed" });
    const { rows: newest } = await pool().query("SELECT max(id)::text AS id FROM audit_entry");
    const after = await tampered(forged("id + 1, at, 'x', 'x', 'x', hash, hash"), [newest[0].id]);
    expect(after.faults.map(({ kind }) => kind)).toEqual(["changed", "unsealed"]);
  });

  it("names where the order was changed", async () => {
    const swap = "UPDATE audit_entry SET id = CASE id WHEN $1 THEN $2::bigint ELSE $1::bigint END WHERE id IN ($1, $2)";
    const both = `ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_pkey`;
    await pool().query(both);
    for (const [a, b] of [
      [1, 2],
      [2, 7],
      [0, 4],
    ] as const) {
      const { brokenAt } = await tampered(swap, [at(a), at(b)]);
      expect(brokenAt).toBe(at(a));
    }
    await pool().query("ALTER TABLE audit_entry ADD PRIMARY KEY (id)");
  });

  it("holds the log against an end that was noted elsewhere", async () => {
    const { entries, head } = await verifyAudit();
    await add(100);
    const known = { entries, hash: head as string };
    expect((await verifyAudit(known)).faults).toEqual([]);
    const other = await verifyAudit({ entries: entries - 1, hash: known.hash });
    expect(other.faults).toEqual([expect.objectContaining({ kind: "head" })]);
    const longer = await verifyAudit({ ...known, entries: entries + 50 });
    expect(longer.faults).toEqual([expect.objectContaining({ kind: "removed" })]);
  });

  it("is not made good by the next entry, and is sealed by hand where no seal was", async () => {
    expect(await refusalOf(sealAudit(system))).toBe("conflict");
    await pool().query("UPDATE audit_head SET seal = NULL");
    await add(101);
    expect((await verifyAudit()).faults).toEqual([expect.objectContaining({ kind: "head" })]);
    await sealAudit(system);
    await add(102);
    expect((await verifyAudit()).faults).toEqual([]);
  });
});
