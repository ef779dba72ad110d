import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { call } from "@/lib/api/call";
import { getRemediation } from "@/lib/api/v1/remediations/get";
import { listRemediationItems } from "@/lib/api/v1/remediations/items";
import { listRemediations as operation } from "@/lib/api/v1/remediations/list";
import type { UserActor } from "@/lib/authz/actor";
import { scopeOf } from "@/lib/authz/scope";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { makePerson } from "@/lib/services/testing/people";
import { fill } from "../testing/fill";
import { allowedNames, leaked } from "../testing/leaks";
import { listRemediations, type RemediationCursor } from "./list";

// Once with the queries' own filter, once with row-level security alone.
const bare = vi.hoisted(() => ({ on: false }));
vi.mock("../visible", async (original) => {
  const own = await original<typeof import("../visible")>();
  return {
    ...own,
    visible: (...of: Parameters<typeof own.visible>) => (bare.on ? [] : own.visible(...of)),
    visibleBranches: (...of: Parameters<typeof own.visibleBranches>) =>
      bare.on ? ["true"] : own.visibleBranches(...of),
    ownTeam: (...of: Parameters<typeof own.ownTeam>) => (bare.on ? "true" : own.ownTeam(...of)),
  };
});

let database: TestDatabase;
let security: UserActor;
let devops: UserActor;
const mine = 2;
const other = 3;

/** Remediations of two teams, each with findings of both: as ownership changes leave them. */
beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 2_500, clusters: 4, teams: 6 });
  await pool().query(
    `INSERT INTO remediation (title, team_id, state, due_at, created_by, created_at, claimed_at)
       SELECT 'Remediation ' || n, ${mine} + n % 2, n % 6, CASE WHEN n % 3 > 0 THEN now() + make_interval(days => (n * 7) % 40 - 10) END,
         (SELECT min(user_id) FROM membership WHERE team_id = ${mine} + n % 2), now() - make_interval(hours => n), now() FROM generate_series(1, 120) n;
     INSERT INTO remediation_item (remediation_id, finding_id)
       SELECT r.id, f.id FROM remediation r CROSS JOIN LATERAL (SELECT id FROM finding WHERE team_id IN (${mine}, ${other})
         ORDER BY hashint8(id * r.id) LIMIT 30) f;
     SELECT remediation_recount(ARRAY(SELECT id FROM remediation));
     INSERT INTO remediation_event (remediation_id, version, axis, after, at, team_id, fix_team_id)
       SELECT i.remediation_id, 0, 6, count(*), now(), f.team_id, f.fix_team_id FROM remediation_item i JOIN finding f ON f.id = i.finding_id
       GROUP BY 1, 6, 7`,
  );
  security = (await makePerson("security")).actor;
  devops = (await makePerson("devops", [{ team: mine }])).actor;
});
afterAll(async () => {
  await closePool();
  await database.close();
});

async function walk(actor: UserActor, sort: "due" | "newest" | "points", limit: number) {
  const ids: number[] = [];
  let cursor: RemediationCursor | null = null;
  let count = 0;
  do {
    const page: Awaited<ReturnType<typeof listRemediations>> = await listRemediations(scopeOf(actor), {
      sort,
      cursor,
      limit,
    });
    ids.push(...page.rows.map(({ id }) => id));
    cursor = page.next;
    count = page.count;
  } while (cursor);
  return { ids, count };
}

describe("a list of remediations", () => {
  it.each(["due", "newest", "points"] as const)(
    "by %s is the same page after page as in one, and complete",
    async (sort) => {
      for (const actor of [security, devops]) {
        const whole = await walk(actor, sort, 500);
        expect(await walk(actor, sort, 7)).toEqual(whole);
        expect(new Set(whole.ids).size).toBe(whole.count);
        expect(whole.count).toBe(actor === security ? 120 : 60);
      }
    },
  );

  it("counts each state with all other filters", async () => {
    const { byState } = await listRemediations(scopeOf(devops), {
      sort: "due",
      cursor: null,
      limit: 5,
      due: "overdue",
      state: ["todo"],
    });
    const { rows } = await pool().query<{ state: number; n: number }>(
      "SELECT state, count(*)::int AS n FROM remediation WHERE team_id = $1 AND due_at < now() AND state IN (0, 1, 2, 4) GROUP BY 1",
      [mine],
    );
    const words = ["todo", "in_progress", "awaiting_verification", "verified", "blocked", "cancelled"];
    expect(Object.fromEntries(Object.entries(byState).filter(([, n]) => n > 0))).toEqual(
      Object.fromEntries(rows.map(({ state, n }) => [words[state], n])),
    );
  });
});

describe.each([false, true])("within a team, with row-level security alone: %s", (alone) => {
  // Statements that were prepared with the other filter go with their connections.
  beforeAll(() => closePool());
  const asked = async <T>(work: () => Promise<T>): Promise<T> => {
    bare.on = alone;
    return work().finally(() => {
      bare.on = false;
    });
  };

  it("there are only its own remediations, and in them only findings that it may see; others are not counted", async () => {
    const page = await asked(() => call(operation, devops, { query: { limit: "200" } }));
    expect(page.items).toHaveLength(60);
    for (const item of page.items.slice(0, 12)) {
      const params = { id: String(item.id) };
      const items = await asked(() => call(listRemediationItems, devops, { params, query: { limit: "200" } }));
      const { rows } = await pool().query<{ id: string }>(
        `SELECT f.id::text FROM remediation_item i JOIN finding f ON f.id = i.finding_id
         WHERE i.remediation_id = $1 AND (f.team_id = $2 OR f.fix_team_id = $2)`,
        [item.id, mine],
      );
      expect(items.items.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
      const { open, fixed, excepted, unproven, elsewhere } = item.progress;
      expect([open + fixed + excepted + unproven, elsewhere]).toEqual([rows.length, 0]);
      const { history } = await asked(() => call(getRemediation, devops, { params }));
      expect(history.filter(({ axis }) => axis === "items_added").map(({ findings }) => findings)).toEqual([
        rows.length,
      ]);
    }
  });

  it("no answer has a name of anybody else", async () => {
    const answers: [string, unknown][] = [];
    for (let id = 1; id <= 40; id++) {
      const params = { id: String(id) };
      const told = async (name: string, ask: () => Promise<unknown>) => {
        answers.push([`${name} ${id}`, await asked(ask).catch((error: Error) => error.message)]);
      };
      await told("one", () => call(getRemediation, devops, { params }));
      await told("items", () => call(listRemediationItems, devops, { params, query: {} }));
    }
    answers.push(["list", await asked(() => call(operation, devops, { query: {} }))]);
    expect(Object.fromEntries(leaked(answers, await allowedNames(pool(), [mine], alone)))).toEqual({});
  });
});
