import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call } from "@/lib/api/call";
import { getRemediation } from "@/lib/api/v1/remediations/get";
import { systemActor, type UserActor } from "@/lib/authz/actor";
import { scopeOf } from "@/lib/authz/scope";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { remediationTransition } from "@/lib/domain/remediation/transitions";
import { type RemediationState, remediationStates } from "@/lib/domain/vocabulary";
import { remediationDetail } from "@/lib/queries/remediation/detail";
import { fill } from "@/lib/queries/testing/fill";
import { makePerson, refusalOf } from "../testing/people";
import { createToken } from "../token/create";
import { resolveToken } from "../token/resolve";
import { commentRemediation } from "./comment";
import { createRemediation } from "./create";
import { changeItems } from "./items";
import { moveRemediation } from "./move";
import { patchRemediation } from "./patch";

let database: TestDatabase;
let security: UserActor;
let devops: UserActor;
let mate: UserActor;
let outsider: UserActor;
let manager: UserActor;
/** Slugs and ids of the team and of another. */
let team: { id: number; slug: string };
let other: { id: number; slug: string };
let pick: (n: number) => Promise<string[]>;

const row = async (id: number) =>
  (await pool().query("SELECT state, version, assignee_id, team_id FROM remediation WHERE id = $1", [id])).rows[0];
const put = (id: number, state: RemediationState) =>
  pool().query("UPDATE remediation SET state = $2 WHERE id = $1", [id, remediationStates.code(state)]);

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 3_000, clusters: 3, teams: 4 });
  const { rows } = await pool().query<{ id: number; slug: string }>(
    `SELECT t.id, t.slug FROM team t JOIN finding f ON f.team_id = t.id AND f.fix_team_id = t.id WHERE f.presence = 0
     GROUP BY 1 ORDER BY count(*) DESC LIMIT 2`,
  );
  [team, other] = rows as [typeof team, typeof other];
  security = (await makePerson("security")).actor;
  manager = (await makePerson("manager")).actor;
  devops = (await makePerson("devops", [{ team: team.id }])).actor;
  mate = (await makePerson("devops", [{ team: team.id }])).actor;
  outsider = (await makePerson("devops", [{ team: other.id }])).actor;
  pick = async (n) =>
    (
      await pool().query<{ id: string }>(
        `SELECT id::text FROM finding f WHERE presence = 0 AND decision = 0 AND team_id = $1 AND fix_team_id = $1
         AND NOT EXISTS (SELECT 1 FROM remediation_item i WHERE i.finding_id = f.id) ORDER BY id LIMIT $2`,
        [team.id, n],
      )
    ).rows.map(({ id }) => id);
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const plan = async (n = 1, by = devops) =>
  (await createRemediation(by, { findingIds: await pick(n), team: team.slug })).id;

describe("planning", () => {
  it("takes what the team can see and is not planned yet, and names the rest", async () => {
    const mine = await pick(3);
    const { rows } = await pool().query<{ id: string }>(
      "SELECT id::text FROM finding WHERE presence = 0 AND team_id <> $1 AND fix_team_id <> $1 LIMIT 1",
      [team.id],
    );
    const closed = (
      await pool().query("SELECT id::text FROM finding WHERE presence <> 0 AND team_id = $1 LIMIT 1", [team.id])
    ).rows[0]?.id;
    const foreign = rows[0]?.id ?? "";
    const findingIds = [...mine, foreign, closed, "999999999"];
    const first = await createRemediation(security, { findingIds, team: team.slug, title: "All" });
    expect(first.refused).toEqual([
      { id: foreign, reason: "other_team" },
      { id: closed, reason: "closed" },
      { id: "999999999", reason: "not_found" },
    ]);
    expect((await remediationDetail(scopeOf(devops), first.id)).open).toBe(3);
    expect(await refusalOf(createRemediation(security, { findingIds: mine, team: team.slug }))).toBe("conflict");
    expect(await refusalOf(createRemediation(devops, { findingIds: [foreign], team: team.slug }))).toBe("conflict");
    expect(await refusalOf(createRemediation(devops, { findingIds: await pick(1), team: other.slug }))).toBe(
      "not_found",
    );
    expect(await refusalOf(createRemediation(manager, { findingIds: mine, team: team.slug }))).toBe("forbidden");
    expect(
      await refusalOf(
        createRemediation(security, { findingIds: await pick(1), team: team.slug, assignee: outsider.id }),
      ),
    ).toBe("invalid");
  });

  it("plans all that match a filter", async () => {
    const filter = { team: [team.slug], severity: ["critical" as const], fixTeam: [team.slug] };
    const { id } = await createRemediation(security, { filter, team: team.slug, assignee: devops.id });
    const { rows } = await pool().query<{ severity: number; assignee_id: number }>(
      "SELECT DISTINCT f.severity, f.assignee_id FROM remediation_item i JOIN finding f ON f.id = i.finding_id WHERE i.remediation_id = $1",
      [id],
    );
    expect(rows.every(({ severity }) => severity === 5)).toBe(true);
    expect(rows.some(({ assignee_id }) => assignee_id === devops.id)).toBe(true);
  });
});

describe("transitions", () => {
  const pairs = remediationStates.list.flatMap((from) => remediationStates.list.map((to) => ({ from, to })));

  it("are those of the table for people; every other is a conflict and changes nothing, and none is offered", async () => {
    const id = await plan();
    for (const { from, to } of pairs) {
      await put(id, from);
      const { version } = await row(id);
      const allowed = remediationTransition(from, to, "person") !== null;
      const offered = (await call(getRemediation, devops, { params: { id: String(id) } })).steps.map((step) => step.to);
      expect(offered.includes(to), `${from} → ${to} offered`).toBe(allowed);
      const result = await refusalOf(moveRemediation(devops, id, { to, version, reason: "because" }));
      expect(result, `${from} → ${to}`).toBe(allowed ? "none" : "conflict");
      expect((await row(id)).version).toBe(allowed ? version + 1 : version);
    }
  });

  it("leave one history when fifty act at once, whatever they want", async () => {
    const id = await plan(20);
    const wanted = ["in_progress", "blocked", "cancelled"] as const;
    for (let round = 0; round < 3; round++) {
      await put(id, "todo");
      const { version } = await row(id);
      const results = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          refusalOf(
            moveRemediation([devops, mate, security][n % 3] ?? devops, id, {
              to: wanted[n % 3] ?? "blocked",
              version,
              reason: "r",
            }),
          ),
        ),
      );
      expect(results.filter((result) => result === "none")).toHaveLength(1);
      expect(results.filter((result) => result === "conflict")).toHaveLength(49);
    }
    const { rows } = await pool().query<{ version: number; before: number; after: number }>(
      "SELECT version, before, after FROM remediation_event WHERE remediation_id = $1 AND axis = 1 ORDER BY id",
      [id],
    );
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(rows.at(-1)?.after).toBe((await row(id)).state);
  });

  it("one after the other, fifty times, each from where the one before ended", async () => {
    const id = await plan();
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        for (let tries = 0; tries < 500; tries++) {
          const { state, version } = await row(id);
          const to = state === remediationStates.code("todo") ? "in_progress" : "todo";
          if ((await refusalOf(moveRemediation(devops, id, { to, version }))) === "none") return;
        }
        throw new Error("never got through");
      }),
    );
    const { rows } = await pool().query<{ version: number; before: number; after: number }>(
      "SELECT version, before, after FROM remediation_event WHERE remediation_id = $1 AND axis = 1 ORDER BY id",
      [id],
    );
    expect(rows).toEqual(Array.from({ length: 50 }, (_, n) => ({ version: n + 1, before: n % 2, after: 1 - (n % 2) })));
  });

  it("need a reason where work ends or stands still, and take the one who starts", async () => {
    const id = await plan();
    expect(await refusalOf(moveRemediation(devops, id, { to: "blocked", version: 0 }))).toBe("invalid");
    await moveRemediation(mate, id, { to: "in_progress", version: 0 });
    expect(await row(id)).toMatchObject({ assignee_id: mate.id, state: 1 });
    expect(await refusalOf(moveRemediation(devops, id, { to: "blocked", version: 0, reason: "late" }))).toBe(
      "conflict",
    );
  });

  it("are for the team and security; to others it is not there", async () => {
    const id = await plan();
    const start = { to: "in_progress" as const, version: 0 };
    expect(await refusalOf(moveRemediation(outsider, id, start))).toBe("not_found");
    expect(await refusalOf(commentRemediation(outsider, id, { text: "x" }))).toBe("not_found");
    expect(await refusalOf(patchRemediation(outsider, id, { version: 0, title: "x" }))).toBe("not_found");
    expect(await refusalOf(changeItems(outsider, id, { version: 0, add: ["1"] }))).toBe("not_found");
    expect(await refusalOf(remediationDetail(scopeOf(outsider), id))).toBe("not_found");
    for (const role of ["admin", "manager"] as const)
      expect(await refusalOf(moveRemediation((await makePerson(role)).actor, id, start))).toBe("forbidden");
    const { token } = await createToken(systemActor("test"), { kind: "read", name: "r", days: 1 });
    const reader = await resolveToken(token);
    if (reader) expect(await refusalOf(moveRemediation(reader, id, start))).toBe("forbidden");
    await moveRemediation(security, id, start);
  });
});

describe("changes", () => {
  it("of people, team and date are in the history, and who gets it is told", async () => {
    const id = await plan(2);
    await patchRemediation(security, id, { version: 0, assignee: devops.id, dueAt: "2027-01-01T00:00:00.000Z" });
    await patchRemediation(security, id, { version: 1, title: "Another" });
    expect(await refusalOf(patchRemediation(security, id, { version: 1, title: "Late" }))).toBe("conflict");
    expect(await refusalOf(patchRemediation(devops, id, { version: 2, team: other.slug }))).toBe("not_found");
    expect(await refusalOf(patchRemediation(devops, id, { version: 2, assignee: outsider.id }))).toBe("invalid");
    const { rows } = await pool().query(
      "SELECT DISTINCT f.assignee_id AS who FROM remediation_item i JOIN finding f ON f.id = i.finding_id WHERE i.remediation_id = $1",
      [id],
    );
    expect(rows).toEqual([{ who: devops.id }]);
    const notices = await pool().query("SELECT user_ids FROM notice_event WHERE kind = 'assigned' AND subject = $1", [
      `remediation:${id}`,
    ]);
    expect(notices.rows).toEqual([{ user_ids: [devops.id] }]);
    await patchRemediation(security, id, { version: 2, team: other.slug });
    expect(await row(id)).toMatchObject({ team_id: other.id, assignee_id: null });
    expect(await refusalOf(remediationDetail(scopeOf(devops), id))).toBe("not_found");
    expect((await remediationDetail(scopeOf(security), id)).elsewhere).toBe(2);
    await expect(pool().query("UPDATE remediation_event SET actor_id = 1")).rejects.toThrow("append-only");
    await expect(pool().query("DELETE FROM remediation_event")).rejects.toThrow("append-only");
  });

  it("of its findings: more come in, others go out and are nobody's again", async () => {
    const id = await plan(2);
    await moveRemediation(devops, id, { to: "in_progress", version: 0 });
    const [out] = (
      await pool().query<{ id: string }>(
        "SELECT finding_id::text AS id FROM remediation_item WHERE remediation_id = $1 ORDER BY 1",
        [id],
      )
    ).rows;
    const add = await pick(2);
    await changeItems(devops, id, { version: 1, add, remove: [out?.id ?? ""] });
    const work = async (finding: string) =>
      (await pool().query("SELECT work, assignee_id FROM finding WHERE id = $1", [finding])).rows[0];
    expect(await work(add[0] ?? "")).toEqual({ work: 1, assignee_id: devops.id });
    expect(await work(out?.id ?? "")).toEqual({ work: 0, assignee_id: null });
    expect((await remediationDetail(scopeOf(devops), id)).open).toBe(3);
  });

  it("comments tell those who are mentioned, who must be able to see it", async () => {
    const id = await plan();
    await commentRemediation(devops, id, { text: `Can you look, @${security.email}?`, mentions: [mate.id] });
    const { rows } = await pool().query("SELECT user_ids FROM notice_event WHERE kind = 'mention'");
    expect(rows.map(({ user_ids }) => [...user_ids].sort())).toEqual([[security.id, mate.id].sort()]);
    expect(await refusalOf(commentRemediation(devops, id, { text: `@${outsider.email}` }))).toBe("invalid");
    expect(await refusalOf(commentRemediation(devops, id, { text: "x", mentions: [outsider.id] }))).toBe("invalid");
    expect(await refusalOf(commentRemediation(devops, id, { text: " " }))).toBe("invalid");
    expect(await refusalOf(commentRemediation(manager, id, { text: "x" }))).toBe("forbidden");
    expect((await remediationDetail(scopeOf(mate), id)).discussion).toHaveLength(1);
  });
});
