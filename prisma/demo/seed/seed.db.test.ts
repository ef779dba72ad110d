import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { scopeOf } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { type State, states } from "@/lib/domain/vocabulary";
import { posture } from "@/lib/queries/posture/posture";
import { type DemoProgress, keepDemoProgress } from "@/lib/services/setting/demo";
import { fillDemo, openDemo } from "../main";

const small = { clusters: ["checkout-prod", "eu-batch", "staging"], from: 20, say: () => {}, work: true };
let db: TestDatabase;

async function values<T>(sql: string, args: unknown[] = []): Promise<T[]> {
  return (await db.pool.query(sql, args)).rows as T[];
}

/** Everything that a second run must not change. */
async function digest(): Promise<unknown> {
  return values(`SELECT
    (SELECT md5(string_agg(f::text, E'\\n' ORDER BY id)) FROM finding f) AS findings,
    (SELECT count(*) FROM finding_event) AS events, (SELECT count(*) FROM report) AS reports,
    (SELECT count(*) FROM detection) AS detections,
    (SELECT md5(string_agg(p::text, E'\\n' ORDER BY p::text)) FROM posture_count p WHERE n <> 0) AS counts,
    (SELECT count(*) FROM "user") AS users, (SELECT count(*) FROM ownership_rule) AS rules`);
}

beforeAll(async () => {
  db = await testDatabase();
  await openDemo();
  expect(await fillDemo(small)).toBe(true);
}, 300_000);

afterAll(async () => {
  await closePool();
  await db.close();
});

test("every state occurs that a first version can show", async () => {
  const found = await values<{ state: number; n: number }>("SELECT state, count(*)::int AS n FROM finding GROUP BY 1");
  const seen = new Set(found.map(({ state }) => states.word(state)));
  const shown: State[] = ["open", "in_progress", "awaiting_verification", "awaiting_scan"];
  for (const state of [...shown, "fixed", "replaced", "gone", "withdrawn", "quiet"] as const) {
    expect(seen.has(state), state).toBe(true);
  }
  const [reopened] = await values<{ n: number }>(
    "SELECT count(*)::int AS n FROM finding_event WHERE axis = 0 AND after = 0",
  );
  expect(reopened?.n).toBeGreaterThan(0);
});

test("one import waits for security, three failed with a reason, the others are done", async () => {
  const found = await values<{ state: string; n: number; message: string | null }>(
    "SELECT state, count(*)::int AS n, min(error->>'message') AS message FROM report GROUP BY 1 ORDER BY 1",
  );
  expect(found.map(({ state, n }) => (state === "done" ? state : `${state} ${n}`))).toEqual([
    "done",
    "failed 3",
    "held 1",
  ]);
  expect(found.find(({ state }) => state === "failed")?.message).toMatch(/ends inside|no importer/);
});

test("managers find a digest of a Monday in their inbox, the others those of each morning, without a second one", async () => {
  const found = await values<{ role: string; days: number; n: number; monday: boolean }>(
    `SELECT u.role, count(DISTINCT n.at::date)::int AS days, count(*)::int AS n, bool_and(extract(isodow FROM n.at) = 1) AS monday FROM notice n JOIN notice_event e ON e.id = n.event_id
     JOIN "user" u ON u.id = n.user_id WHERE e.kind = 'digest' AND u.email LIKE ANY (ARRAY['security@%', 'manager@%']) GROUP BY 1 ORDER BY 1`,
  );
  expect(found).toHaveLength(2);
  for (const { days, n } of found) expect(n).toBe(days);
  expect(found.map(({ monday, days }) => [monday, days > 1])).toEqual([
    [false, true],
    [true, false],
  ]);
});

test("the roll-up agrees with the findings", async () => {
  const differing = await values(`
    WITH told AS (SELECT cluster_id, team_id, state, severity, area, sum(n) AS n, sum(points) AS points FROM posture_count GROUP BY 1, 2, 3, 4, 5),
    real AS (SELECT cluster_id, team_id, state, severity, area, count(*) AS n,
        sum(CASE WHEN presence = 0 THEN points::bigint * places ELSE 0 END) AS points FROM finding GROUP BY 1, 2, 3, 4, 5)
    SELECT * FROM told FULL JOIN real USING (cluster_id, team_id, state, severity, area)
    WHERE coalesce(told.n, 0) <> coalesce(real.n, 0) OR coalesce(told.points, 0) <> coalesce(real.points, 0)`);
  expect(differing).toEqual([]);
});

test("an exploited flaw reached workloads that the internet reaches, and the cluster's points rose within the week", async () => {
  const found = await values<{ subject: string; points: number; flags: number }>(
    `SELECT s.name AS subject, f.points, f.flags FROM finding f JOIN rule r ON r.id = f.rule_id JOIN subject s ON s.id = f.subject_id
     JOIN cluster c ON c.id = f.cluster_id WHERE r.code = 'CVE-2025-55182' AND c.slug = 'checkout-prod' AND f.presence = 0`,
  );
  expect(found).toHaveLength(4);
  // Critical 10 × KEV 5 × reachable 2, in tenths.
  for (const { points, flags } of found) expect([points, flags & 5]).toEqual([1000, 5]);
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const points = async (ago: number) =>
    (await posture(scopeOf(systemActor("test")), "cluster", { cluster: "checkout-prod" }, day(ago))).total.overall
      .points;
  const [weekAgo, today] = [await points(7), await points(0)];
  expect(today).toBeGreaterThan(weekAgo * 1.2);
});

test("what is scaled to nothing weighs nothing, and what one only knows by its tag is there", async () => {
  const [idle] = await values<{ n: number; points: number }>(
    `SELECT count(*)::int AS n, sum(f.points)::int AS points FROM finding f JOIN subject s ON s.id = f.subject_id
     JOIN cluster c ON c.id = f.cluster_id WHERE s.name LIKE '%/promo-engine' AND c.slug = 'checkout-prod' AND f.presence = 0`,
  );
  expect(idle?.n).toBeGreaterThan(0);
  expect(idle?.points).toBe(0);
});

test("a second run changes nothing, nor does one that goes on after it was cut off", async () => {
  const before = await digest();
  expect(await fillDemo(small)).toBe(false);
  const [setting] = await values<{ value: DemoProgress }>("SELECT value FROM setting WHERE key = 'demo'");
  if (!setting) throw new Error("no state of the demo");
  expect(setting.value).toMatchObject({ day: 90, days: 90, done: true });
  await keepDemoProgress(db.pool, { ...setting.value, step: setting.value.steps - 1, day: 89, done: false });
  expect(await fillDemo(small)).toBe(true);
  await openDemo();
  expect(await digest()).toEqual(before);
}, 300_000);

test("risk is accepted in the past that was told, and something waits for security", async () => {
  const found = await values<{ state: number; n: number; covers: number }>(
    `SELECT state, count(*)::int AS n, (SELECT count(*)::int FROM finding_exception l JOIN exception y ON y.id = l.exception_id WHERE y.state = x.state) AS covers
     FROM exception x GROUP BY 1 ORDER BY 1`,
  );
  const of = (state: number) => found.find((row) => row.state === state);
  expect(of(0)?.n).toBeGreaterThan(0);
  expect(of(1)?.covers).toBeGreaterThan(0);
  const wrong = await values(
    `SELECT f.id FROM finding f LEFT JOIN finding_exception l ON l.finding_id = f.id
     LEFT JOIN exception x ON x.id = l.exception_id WHERE f.decision <> coalesce(x.decision, 0)`,
  );
  expect(wrong).toEqual([]);
});
