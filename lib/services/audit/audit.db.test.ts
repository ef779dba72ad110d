import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { withTrace } from "@/lib/telemetry/context";
import { makePerson, refusalOf } from "../testing/people";
import { listAudit } from "./list";
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
    expect(await verifyAudit()).toEqual({ entries: 20, brokenAt: null });
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

  it("shows the first entry that was changed, removed or slipped in", async () => {
    const { rows } = await pool().query<{ id: string }>("SELECT e.id::text FROM audit_entry e ORDER BY e.id");
    const third = rows[2]?.id;
    const broken = async (sql: string) => {
      const client = await pool().connect();
      await client.query("BEGIN");
      await client.query(sql, [third]);
      await client.query("COMMIT");
      client.release();
      return (await verifyAudit()).brokenAt;
    };
    expect(await broken("UPDATE audit_entry SET detail = detail || '{\"n\": 99}' WHERE id = $1")).toBe(third);
    expect(await broken("DELETE FROM audit_entry WHERE id = $1")).toBe(rows[3]?.id);
  });
});
