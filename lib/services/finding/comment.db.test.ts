import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/authz/actor";
import { scopeOf } from "@/lib/authz/scope";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { findingDetail } from "@/lib/queries/finding/detail";
import { fill } from "@/lib/queries/testing/fill";
import { makePerson, refusalOf } from "../testing/people";
import { comment } from "./comment";

let database: TestDatabase;
let security: UserActor;
let devops: UserActor;
let outsider: UserActor;
let id: string;

const commentsFor = async (actor: UserActor, of = id) => (await findingDetail(scopeOf(actor), of)).comments;

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 600, clusters: 3, teams: 4 });
  const { rows } = await pool().query<{ id: string; team: number; fix: number }>(
    "SELECT id::text, team_id AS team, fix_team_id AS fix FROM finding WHERE presence = 0 AND team_id > 0 ORDER BY id LIMIT 1",
  );
  const [open] = rows;
  if (!open) throw new Error("the fleet has no open finding");
  id = open.id;
  const other = await pool().query<{ id: number }>("SELECT id FROM team WHERE id <> $1 AND id <> $2 LIMIT 1", [
    open.team,
    open.fix,
  ]);
  security = (await makePerson("security")).actor;
  devops = (await makePerson("devops", [{ team: open.team }])).actor;
  outsider = (await makePerson("devops", [{ team: other.rows[0]?.id ?? 0 }])).actor;
});
afterAll(async () => {
  await closePool();
  await database.close();
});

describe("comments", () => {
  it("are seen by who sees the finding, with the names that a reader may know, and by nobody else", async () => {
    await comment(devops, id, "  <b>Ours</b>\u0000, we fix it.  ");
    await comment(security, id, "Thank you.");
    expect(await commentsFor(security)).toMatchObject([
      { author: devops.name, text: "<b>Ours</b>, we fix it." },
      { author: security.name, text: "Thank you." },
    ]);
    expect((await commentsFor(devops)).map(({ author }) => author)).toEqual([devops.name, null]);
    expect(await refusalOf(findingDetail(scopeOf(outsider), id))).toBe("not_found");
  });

  it("are refused to those who may not work on it, and need a text", async () => {
    const manager = (await makePerson("manager")).actor;
    expect(await refusalOf(comment(manager, id, "x"))).toBe("forbidden");
    expect(await refusalOf(comment(outsider, id, "x"))).toBe("not_found");
    expect(await refusalOf(comment(devops, id, " \u0000 "))).toBe("invalid");
  });

  it("leave an audit entry that does not repeat them", async () => {
    const { rows } = await pool().query(
      "SELECT target, detail FROM audit_entry WHERE action = 'finding.comment' ORDER BY id",
    );
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain("Ours");
  });
});
