import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/authz/actor";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { faults } from "@/lib/ingest/testing/compare";
import { refusalOf } from "../testing/people";
import { decideException } from "./decide";
import { expireExceptions } from "./expire";
import { requestException } from "./request";
import { asked, CVE, day, makeWorld, type World } from "./testing/world";
import { undoDecision } from "./undo";

let database: TestDatabase;
let world: World;
let admin: UserActor;
let sara: UserActor;
let sam: UserActor;
let dev: UserActor;

interface Row {
  namespace: string;
  decision: number;
  state: number;
  exception: number | null;
}
const decided = async (code = CVE) =>
  (
    await pool().query<Row>(
      `SELECT p.namespace, f.decision, f.state, l.exception_id AS exception FROM finding f JOIN place p ON p.id = f.place_id JOIN rule r ON r.id = f.rule_id
       LEFT JOIN finding_exception l ON l.finding_id = f.id WHERE r.code = $1 AND f.presence = 0 ORDER BY 1, f.id`,
      [code],
    )
  ).rows.map((row) => `${row.namespace} ${row.decision} ${row.exception ?? "-"}`);
const story = async (namespace: string) =>
  (
    await pool().query<{ axis: number; before: number | null; after: number | null; at: Date; actor: number | null }>(
      `SELECT e.axis, e.before, e.after, e.observed_at AS at, e.actor_id AS actor FROM finding_event e JOIN finding f ON f.id = e.finding_id JOIN place p ON p.id = f.place_id
       WHERE p.namespace = $1 AND e.axis IN (1, 18) ORDER BY e.id`,
      [namespace],
    )
  ).rows.map(
    (row) =>
      `${row.axis === 1 ? "decision" : "exception"} ${row.before}→${row.after} ${row.at.toISOString().slice(0, 10)} ${row.actor ? "by somebody" : "by itself"}`,
  );

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await closePool();
  await database.close();
});

describe("an exception", () => {
  beforeAll(async () => {
    world = await makeWorld();
    ({ admin, sara, sam, shop: dev } = world);
    await world.runs(day(0), 1);
    await world.scan(day(1), 1, [{ rule: CVE, severity: "high" }]);
  });

  it("is asked for by the team, approved by somebody else of security, and follows versions but no other namespace", async () => {
    const id = await requestException(dev, asked(), day(2));
    expect(await decided()).toEqual(["bank 0 -", "shop 0 -"]);
    expect(await refusalOf(decideException(dev, "approve", id))).toBe("forbidden");
    expect(await refusalOf(decideException(admin, "approve", id))).toBe("forbidden");
    await decideException(sara, "approve", id, { at: day(3) });
    expect(await decided()).toEqual(["bank 0 -", `shop 1 ${id}`]);
    expect(await refusalOf(decideException(sara, "approve", id))).toBe("conflict");

    await world.runs(day(4), 2);
    await world.scan(day(5), 2, [{ rule: CVE, severity: "high" }]);
    expect(await decided()).toEqual(["bank 0 -", `shop 1 ${id}`]);
    expect(await story("shop")).toEqual([
      "decision 0→1 2026-01-04 by somebody",
      `exception null→${id} 2026-01-04 by somebody`,
    ]);

    await expireExceptions(pool(), day(91));
    expect(await decided()).toEqual(["bank 0 -", `shop 1 ${id}`]);
    await expireExceptions(pool(), day(93));
    expect(await decided()).toEqual(["bank 0 -", "shop 0 -"]);
    expect((await story("shop")).slice(2)).toEqual([
      "decision 1→0 2026-04-03 by itself",
      `exception ${id}→-1 2026-04-03 by itself`,
    ]);
    expect(await faults(pool())).toEqual([]);
  });

  it("is taken back by whoever decided, while it stands as decided: it waits again, and the history tells both", async () => {
    const id = await requestException(dev, asked(), day(94));
    await decideException(sara, "approve", id, { at: day(94) });
    expect(await decided()).toEqual(["bank 0 -", `shop 1 ${id}`]);
    for (const [who, refusal] of [
      [sam, "forbidden"],
      [dev, "forbidden"],
      [admin, "forbidden"],
    ] as const)
      expect(await refusalOf(undoDecision(who, id, day(94)))).toBe(refusal);
    expect(await refusalOf(undoDecision(sara, id, day(95)))).toBe("conflict");
    await undoDecision(sara, id, day(94));
    expect(await decided()).toEqual(["bank 0 -", "shop 0 -"]);
    expect((await story("shop")).slice(-2)).toEqual([
      "decision 1→0 2026-04-05 by somebody",
      `exception ${id}→-7 2026-04-05 by somebody`,
    ]);
    expect(await refusalOf(undoDecision(sara, id, day(94)))).toBe("conflict");
    // It is decided anew by anybody who may; what somebody else did since is theirs.
    await decideException(sara, "reject", id, { at: day(94) });
    await undoDecision(sara, id, day(94));
    await decideException(sam, "approve", id, { at: day(94) });
    expect(await refusalOf(undoDecision(sara, id, day(94)))).toBe("forbidden");
    const next = await requestException(dev, asked({}, { renews: id }), day(94));
    await decideException(sara, "approve", next, { at: day(94) });
    expect(await refusalOf(undoDecision(sara, next, day(94)))).toBe("conflict");
    await decideException(sara, "revoke", next, { at: day(94) });
    const { rows } = await pool().query("SELECT action FROM audit_entry WHERE target LIKE $1 ORDER BY id", [
      `exception:${id} %`,
    ]);
    expect(rows.map(({ action }) => action)).toEqual([
      "exception.request",
      "exception.approve",
      "exception.undo",
      "exception.reject",
      "exception.undo",
      "exception.approve",
    ]);
    expect(await faults(pool())).toEqual([]);
  });

  it("of security for everywhere ends by a rise of the severity, and does not come back by itself", async () => {
    const wide = asked({ cluster: null, namespace: null, asset: null });
    const id = await requestException(sara, wide, day(100));
    expect(await refusalOf(decideException(sara, "approve", id))).toBe("forbidden");
    await decideException(sam, "approve", id, { at: day(100) });
    expect(await decided()).toEqual([`bank 1 ${id}`, `shop 1 ${id}`]);
    await world.scan(day(101), 2, [{ rule: CVE, severity: "critical" }]);
    expect(await decided()).toEqual(["bank 0 -", "shop 0 -"]);
    expect((await story("bank")).at(-1)).toContain(`exception ${id}→-3`);
    await world.scan(day(102), 2, [{ rule: CVE, severity: "high" }]);
    expect(await decided()).toEqual(["bank 0 -", "shop 0 -"]);
    const again = await requestException(sara, wide, day(103));
    await decideException(sam, "approve", again, { at: day(103) });
    expect(await decided()).toEqual([`bank 1 ${again}`, `shop 1 ${again}`]);
    await decideException(sara, "revoke", again, { at: day(104) });
    expect(await decided()).toEqual(["bank 0 -", "shop 0 -"]);
    await decideException(sara, "revoke", id, { at: day(104) });
    expect(await faults(pool())).toEqual([]);
  });
});
