import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/authz/actor";
import { systemActor } from "@/lib/authz/actor";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { lockCatalogue } from "@/lib/ingest/locks";
import { fill } from "@/lib/queries/testing/fill";
import { makePerson, refusalOf } from "../testing/people";
import { createToken } from "../token/create";
import { resolveToken } from "../token/resolve";
import { triage } from "./triage";

let database: TestDatabase;
let security: UserActor;
let devops: UserActor;
let outsider: UserActor;
let id: string;
let closed: string;

interface Row {
  work: number;
  state: number;
  assignee_id: number | null;
}
const finding = async (of = id) =>
  (await pool().query<Row>("SELECT work, state, assignee_id FROM finding WHERE id = $1", [of])).rows[0];
const events = async (of = id) =>
  (
    await pool().query<{ axis: number; before: number | null; after: number | null; actor_id: number }>(
      "SELECT axis, before, after, actor_id FROM finding_event WHERE finding_id = $1 AND actor_id IS NOT NULL ORDER BY id",
      [of],
    )
  ).rows;
/** Cells in which the roll-up says another number than the findings. */
const differences = async () =>
  (
    await pool().query(
      `SELECT * FROM (SELECT place_id, team_id, fix_team_id, area, kind, severity, state, count(*) AS n FROM finding GROUP BY 1, 2, 3, 4, 5, 6, 7) a
       FULL JOIN (SELECT place_id, team_id, fix_team_id, area, kind, severity, state, sum(n) AS n FROM posture_count GROUP BY 1, 2, 3, 4, 5, 6, 7) b
         USING (place_id, team_id, fix_team_id, area, kind, severity, state)
       WHERE coalesce(a.n, 0) <> coalesce(b.n, 0)`,
    )
  ).rowCount;

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 600, clusters: 3, teams: 4 });
  const pick = async (condition: string) =>
    (
      await pool().query<{ id: string; team_id: number; fix_team_id: number }>(
        `SELECT f.id::text, f.team_id, f.fix_team_id FROM finding f WHERE ${condition} ORDER BY f.id LIMIT 1`,
      )
    ).rows[0];
  const open = await pick(
    "f.presence = 0 AND f.state = 0 AND f.decision = 0 AND f.team_id > 0 AND f.assignee_id IS NULL",
  );
  if (!open) throw new Error("the fleet has no open finding");
  id = open.id;
  closed = (await pick("f.presence <> 0"))?.id ?? "";
  const { rows } = await pool().query<{ id: number }>("SELECT id FROM team WHERE id <> $1 AND id <> $2 LIMIT 1", [
    open.team_id,
    open.fix_team_id,
  ]);
  security = (await makePerson("security")).actor;
  devops = (await makePerson("devops", [{ team: open.fix_team_id || open.team_id }])).actor;
  outsider = (await makePerson("devops", [{ team: rows[0]?.id ?? 0 }])).actor;
});
afterAll(async () => {
  await closePool();
  await database.close();
});

describe("triage", () => {
  it("claims, assigns and releases, and writes each step into the journal", async () => {
    await triage(devops, id, { assignee: "me" });
    expect((await finding())?.assignee_id).toBe(devops.id);
    await triage(security, id, { assignee: security.id });
    await triage(devops, id, { assignee: null });
    expect(await events()).toEqual([
      { axis: 8, before: null, after: devops.id, actor_id: devops.id },
      { axis: 8, before: devops.id, after: security.id, actor_id: security.id },
      { axis: 8, before: security.id, after: null, actor_id: devops.id },
    ]);
  });

  it("moves the work, the state that shows and the roll-up together", async () => {
    expect(await differences()).toBe(0);
    await triage(devops, id, { work: "in_progress", assignee: "me" });
    expect(await finding()).toEqual({ work: 1, state: 1, assignee_id: devops.id });
    expect(await differences()).toBe(0);
    await triage(devops, id, { work: "awaiting_verification" });
    await triage(devops, id, { work: "todo", assignee: null });
    expect(await finding()).toEqual({ work: 0, state: 0, assignee_id: null });
    expect(await differences()).toBe(0);
  });

  it("changes and records nothing when there is nothing to change", async () => {
    const before = (await pool().query("SELECT 1 FROM audit_entry")).rowCount;
    const journal = (await events()).length;
    await triage(devops, id, { work: "todo", assignee: null });
    expect((await pool().query("SELECT 1 FROM audit_entry")).rowCount).toBe(before);
    expect(await events()).toHaveLength(journal);
  });

  it("is for members of its teams and for security; to others it is not there", async () => {
    expect(await refusalOf(triage(outsider, id, { assignee: "me" }))).toBe("not_found");
    expect(await refusalOf(triage(outsider, "99999999", { assignee: "me" }))).toBe("not_found");
    expect(await refusalOf(triage(security, "x", { assignee: "me" }))).toBe("not_found");
    for (const role of ["admin", "manager"] as const) {
      expect(await refusalOf(triage((await makePerson(role)).actor, id, { assignee: "me" }))).toBe("forbidden");
    }
    const { token } = await createToken(systemActor("test"), { kind: "read", name: "r", days: 1 });
    const reader = await resolveToken(token);
    if (reader) expect(await refusalOf(triage(reader, id, { assignee: null }))).toBe("forbidden");
  });

  it("goes only to people who can see it", async () => {
    const manager = (await makePerson("manager")).actor;
    for (const who of [outsider.id, manager.id, 99_999_999]) {
      expect(await refusalOf(triage(security, id, { assignee: who }))).toBe("invalid");
    }
    await pool().query(`UPDATE "user" SET disabled_at = now() WHERE id = $1`, [devops.id]);
    expect(await refusalOf(triage(security, id, { assignee: devops.id }))).toBe("invalid");
    await pool().query(`UPDATE "user" SET disabled_at = NULL WHERE id = $1`, [devops.id]);
  });

  it("does not work on what is closed", async () => {
    expect(await refusalOf(triage(security, closed, { work: "in_progress" }))).toBe("conflict");
  });

  it("counts right when several people change one finding at once", async () => {
    const steps = ["in_progress", "awaiting_verification", "todo"] as const;
    await Promise.all(Array.from({ length: 9 }, (_, n) => triage(security, id, { work: steps[n % 3] })));
    expect(await differences()).toBe(0);
  });

  it("waits for a merge in hand", async () => {
    const merge = await pool().connect();
    await merge.query("BEGIN");
    await lockCatalogue(merge);
    const next = (await finding())?.work === 1 ? "todo" : "in_progress";
    const step = triage(security, id, { work: next });
    const first = await Promise.race([
      step.then(() => "done"),
      new Promise((resolve) => setTimeout(resolve, 200, "waits")),
    ]);
    expect(first).toBe("waits");
    await merge.query("COMMIT");
    merge.release();
    await step;
    expect(await differences()).toBe(0);
  });
});
