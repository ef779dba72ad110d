import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/authz/actor";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { fill } from "@/lib/queries/testing/fill";
import { makePerson, refusalOf } from "../testing/people";
import { bulkTriage } from "./bulk";
import { undoBulk } from "./undo-bulk";

let database: TestDatabase;
let security: UserActor;
let devops: UserActor;
let mine: string[];
let foreign: string[];
let closed: string[];

const idsWhere = async (condition: string, values: unknown[], limit: number) =>
  (
    await pool().query<{ id: string }>(
      `SELECT id::text FROM finding WHERE ${condition} ORDER BY finding.id LIMIT ${limit}`,
      values,
    )
  ).rows.map(({ id }) => id);
const stateOf = async (ids: string[]) =>
  (
    await pool().query(
      "SELECT id::text, work, state, assignee_id FROM finding WHERE id = ANY ($1::bigint[]) ORDER BY finding.id",
      [ids],
    )
  ).rows;
const differences = async () =>
  (
    await pool().query(
      `SELECT * FROM (SELECT place_id, team_id, fix_team_id, area, kind, severity, state, count(*) AS n FROM finding GROUP BY 1, 2, 3, 4, 5, 6, 7) a
       FULL JOIN (SELECT place_id, team_id, fix_team_id, area, kind, severity, state, sum(n) AS n FROM posture_count GROUP BY 1, 2, 3, 4, 5, 6, 7) b
         USING (place_id, team_id, fix_team_id, area, kind, severity, state) WHERE coalesce(a.n, 0) <> coalesce(b.n, 0)`,
    )
  ).rowCount;

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 4_000, clusters: 3, teams: 4 });
  const { rows } = await pool().query<{ team: number }>(
    "SELECT team_id AS team FROM finding WHERE presence = 0 AND team_id > 0 GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
  );
  const team = rows[0]?.team ?? 0;
  mine = await idsWhere("presence = 0 AND decision = 0 AND work = 0 AND team_id = $1", [team], 60);
  foreign = await idsWhere("presence = 0 AND team_id <> $1 AND fix_team_id <> $1", [team], 3);
  closed = await idsWhere("presence <> 0 AND team_id = $1", [team], 2);
  security = (await makePerson("security")).actor;
  devops = (await makePerson("devops", [{ team }])).actor;
});
afterAll(async () => {
  await closePool();
  await database.close();
});

describe("many findings at once", () => {
  it("changes those that are theirs to change, names the rest, and takes it back", async () => {
    const before = await stateOf([...mine, ...foreign, ...closed]);
    const done = await bulkTriage(devops, {
      ids: [...mine, ...foreign, ...closed, "99999999"],
      work: "in_progress",
      assignee: "me",
      mode: "each",
    });
    expect(done.changed).toBe(60);
    expect(done.refused).toEqual([
      ...foreign.map((id) => ({ id, reason: "not_found" })),
      ...closed.map((id) => ({ id, reason: "closed" })),
      { id: "99999999", reason: "not_found" },
    ]);
    expect(new Set((await stateOf(mine)).map((f) => `${f.work} ${f.assignee_id}`))).toEqual(
      new Set([`1 ${devops.id}`]),
    );
    expect(await differences()).toBe(0);
    const { rows } = await pool().query(
      "SELECT axis, count(*)::int AS n FROM finding_event WHERE actor_id = $1 AND finding_id = ANY ($2::bigint[]) GROUP BY 1 ORDER BY 1",
      [devops.id, mine],
    );
    expect(rows).toEqual([
      { axis: 2, n: 60 },
      { axis: 8, n: 60 },
    ]);

    // One is changed by somebody else meanwhile: that one stays.
    await bulkTriage(security, { ids: mine.slice(0, 1), work: "awaiting_verification", mode: "each" });
    expect(await refusalOf(undoBulk(security, done.undo ?? ""))).toBe("not_found");
    const undone = await undoBulk(devops, done.undo ?? "");
    expect(undone).toMatchObject({ changed: 59, refused: [{ id: mine[0], reason: "changed" }] });
    const others = ({ id }: { id: string }) => id !== mine[0];
    const after = await stateOf([...mine, ...foreign, ...closed]);
    expect(after.filter(others).map(({ work, assignee_id }) => [work, assignee_id])).toEqual(
      before.filter(others).map(({ work, assignee_id }) => [work, assignee_id]),
    );
    expect(await refusalOf(undoBulk(devops, done.undo ?? ""))).toBe("not_found");
    expect(await differences()).toBe(0);
  });

  it("does all or nothing where that is asked", async () => {
    const before = await stateOf(mine);
    expect(await refusalOf(bulkTriage(devops, { ids: [...mine, ...closed], work: "in_progress", mode: "all" }))).toBe(
      "conflict",
    );
    expect(await stateOf(mine)).toEqual(before);
  });

  it("gives them only to people who can see each of them, and tells those once", async () => {
    const done = await bulkTriage(security, {
      ids: [...mine.slice(0, 5), ...foreign],
      assignee: devops.id,
      mode: "each",
    });
    expect(done.refused).toEqual(foreign.map((id) => ({ id, reason: "assignee" })));
    expect((await pool().query("SELECT user_ids FROM notice_event WHERE kind = 'assigned'")).rows).toEqual([
      { user_ids: [devops.id] },
    ]);
    const manager = (await makePerson("manager")).actor;
    expect(await refusalOf(bulkTriage(security, { ids: mine, assignee: manager.id, mode: "each" }))).toBe("invalid");
    expect((await bulkTriage(manager, { ids: mine, assignee: null, mode: "each" })).refused).toHaveLength(mine.length);
  });

  it("undoes nothing after an hour", async () => {
    const done = await bulkTriage(devops, { ids: mine, work: "awaiting_verification", mode: "each" });
    expect(await refusalOf(undoBulk(devops, done.undo ?? "", new Date(Date.now() + 3_700_000)))).toBe("conflict");
    expect((await undoBulk(devops, done.undo ?? "")).changed).toBe(done.changed);
  });

  it("of several who change the same at once the roll-up stays right", async () => {
    const works = ["in_progress", "awaiting_verification", "todo"] as const;
    await Promise.all(
      Array.from({ length: 9 }, (_, n) =>
        bulkTriage(n % 2 ? security : devops, { ids: mine, work: works[n % 3], mode: "each" }),
      ),
    );
    expect(await differences()).toBe(0);
  });
});
