import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call } from "@/lib/api/call";
import { getException } from "@/lib/api/v1/exceptions/get";
import { listExceptions } from "@/lib/api/v1/exceptions/list";
import { previewException } from "@/lib/api/v1/exceptions/preview";
import { getFinding } from "@/lib/api/v1/findings/get";
import { exportVex } from "@/lib/api/v1/vex/export";
import type { UserActor } from "@/lib/authz/actor";
import { scopeOf } from "@/lib/authz/scope";
import { closePool, pool } from "@/lib/db/pool";
import { read } from "@/lib/db/read";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { refusalOf } from "../testing/people";
import { decideException } from "./decide";
import { setFourEyes } from "./four-eyes";
import { requestException } from "./request";
import { asked, CVE, day, IMAGE, makeWorld, type World } from "./testing/world";

const OTHER = "CVE-2026-2000";

let database: TestDatabase;
let w: World;
/** By what each covers. */
let of: { shop: number; bank: number; bankAsks: number; everywhere: number; bankOnly: number; nothing: number };

beforeAll(async () => {
  database = await testDatabase();
  w = await makeWorld();
  await w.runs(day(0), 1);
  await w.scan(day(1), 1, [
    { rule: CVE, severity: "high" },
    { rule: OTHER, severity: "low" },
  ]);
  const approved = async (...request: Parameters<typeof asked>) => {
    const id = await requestException(w.sara, asked(...request), day(2));
    await decideException(w.sam, "approve", id, { at: day(3) });
    return id;
  };
  const shop = await requestException(w.shop, asked(), day(2));
  await decideException(w.sara, "approve", shop, { at: day(3) });
  of = {
    shop,
    bank: await approved({ namespace: "bank", team: "bank" }),
    bankAsks: await requestException(w.bank, asked({ rule: OTHER, namespace: "bank" }), day(2)),
    everywhere: await approved({ rule: OTHER, namespace: null, cluster: null }),
    bankOnly: await approved({ namespace: "bank" }, { kind: "no_fix" }),
    nothing: await approved({ namespace: "nowhere" }, { kind: "no_fix" }),
  };
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const listed = async (actor: UserActor) => {
  const page = await call(listExceptions, actor, { query: {} });
  return { ids: page.items.map(({ id }) => id).sort((a, b) => a - b), page };
};

describe("a developer", () => {
  it("sees the exceptions for their team, and those for all in so far as they cover findings of theirs", async () => {
    const { ids, page } = await listed(w.shop);
    expect(ids).toEqual([of.shop, of.everywhere]);
    expect(page.counts).toMatchObject({ pending: 0, approved: 2 });
    const all = page.items.find(({ id }) => id === of.everywhere);
    expect(all).toMatchObject({ count: { value: 1, atLeast: false } });
    const detail = await call(getException, w.shop, { params: { id: String(of.everywhere) } });
    expect(detail.covers.count.value).toBe(1);
    expect(JSON.stringify([page, detail])).not.toMatch(/bank/i);
  });

  it("is told of no other one that it exists", async () => {
    for (const id of [of.bank, of.bankAsks, of.bankOnly, of.nothing, 999]) {
      expect(await refusalOf(call(getException, w.shop, { params: { id: String(id) } }))).toBe("not_found");
      for (const step of ["withdraw", "approve", "revoke"] as const)
        expect(await refusalOf(decideException(w.shop, step, id))).toBe("not_found");
    }
    for (const id of [of.shop, of.everywhere])
      expect(await refusalOf(decideException(w.bank, "withdraw", id))).toBe(id === of.shop ? "not_found" : "forbidden");
  });

  it("gets no row of another from the database itself", async () => {
    const [rows] = await read<{ id: number }>(scopeOf(w.shop), { text: "SELECT id FROM exception ORDER BY id" });
    expect(rows?.map(({ id }) => id)).toEqual([of.shop, of.everywhere]);
    const [links] = await read<{ n: number }>(scopeOf(w.shop), {
      text: "SELECT count(*)::int AS n FROM finding_exception",
    });
    expect(links).toEqual([{ n: 2 }]);
  });

  it("previews only what is theirs, and asks only for their team", async () => {
    const wide = { rule: CVE, asset: { name: IMAGE } };
    const preview = await call(previewException, w.shop, { body: wide });
    expect(preview).toMatchObject({ count: { value: 1 }, team: "shop" });
    expect(JSON.stringify(preview)).not.toMatch(/bank/i);
    expect((await call(previewException, w.sara, { body: wide })).count.value).toBe(2);
    expect(await refusalOf(call(previewException, w.shop, { body: { ...wide, team: "bank" } }))).toBe("invalid");
    const id = await requestException(w.shop, asked({ namespace: null, cluster: null }, { kind: "no_fix" }), day(4));
    await decideException(w.sara, "approve", id, { at: day(5) });
    const { rows } = await pool().query<{ namespace: string }>(
      `SELECT p.namespace FROM finding_exception l JOIN finding f ON f.id = l.finding_id JOIN place p ON p.id = f.place_id
       WHERE l.exception_id = $1`,
      [id],
    );
    expect(rows.every(({ namespace }) => namespace === "shop")).toBe(true);
    await decideException(w.sara, "revoke", id, { at: day(6) });
  });

  it("takes out only what is theirs, and reads of exceptions on their findings only", async () => {
    const document = await call(exportVex, w.shop, { query: { include: "all" } });
    expect(JSON.stringify(document)).toContain(CVE);
    expect(JSON.stringify(document)).not.toMatch(/bank/i);
    const { rows } = await pool().query<{ id: string; namespace: string }>(
      "SELECT f.id::text, p.namespace FROM finding f JOIN place p ON p.id = f.place_id JOIN rule r ON r.id = f.rule_id WHERE r.code = $1",
      [CVE],
    );
    for (const { id, namespace } of rows) {
      const answer = call(getFinding, w.shop, { params: { id } });
      if (namespace === "bank") expect(await refusalOf(answer)).toBe("not_found");
      else expect((await answer).exception.inForce?.id).toBe(of.shop);
    }
  });
});

it("people who read everything see all of them, and decide on none unless they are security", async () => {
  for (const actor of [w.sara, w.manager, w.admin]) {
    const { page } = await listed(actor);
    expect(page.counts).toMatchObject({ pending: 1, approved: 5 });
    expect(page.abilities.decide).toBe(actor === w.sara);
  }
  for (const actor of [w.manager, w.admin, w.bank]) {
    expect(await refusalOf(decideException(actor, "approve", of.bankAsks))).toBe("forbidden");
    expect(await refusalOf(decideException(actor, "reject", of.bankAsks))).toBe("forbidden");
    if (actor !== w.bank) expect(await refusalOf(requestException(actor, asked()))).toBe("forbidden");
  }
});

it("where an admin switched four eyes off, security decides on what they asked for; nobody else switches it", async () => {
  const id = await requestException(w.sara, asked({ namespace: "elsewhere" }), day(10));
  expect(await refusalOf(decideException(w.sara, "approve", id, { at: day(11) }))).toBe("forbidden");
  for (const actor of [w.sara, w.manager, w.shop]) expect(await refusalOf(setFourEyes(actor, false))).toBe("forbidden");
  await setFourEyes(w.admin, false);
  expect((await listed(w.sara)).page.fourEyes).toBe(false);
  expect(await refusalOf(decideException(w.admin, "approve", id, { at: day(11) }))).toBe("forbidden");
  await decideException(w.sara, "approve", id, { at: day(11) });
  await setFourEyes(w.admin, true);
  const { rows } = await pool().query("SELECT detail FROM audit_entry WHERE action = 'four_eyes.set' ORDER BY id");
  expect(rows).toEqual([{ detail: { before: true, after: false } }, { detail: { before: false, after: true } }]);
});
