import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../db/testing/database";
import { severityRises } from "../domain/lifecycle/reopens";
import { deriveState } from "../domain/lifecycle/state";
import { areaOf } from "../domain/rules/area";
import { points } from "../domain/score/points";
import { resumed } from "../domain/sla/due";
import { allowance, defaultSlaPolicy } from "../domain/sla/policy";
import {
  areas,
  assetKinds,
  decisions,
  fixStates,
  kinds,
  locatedKinds,
  presences,
  severities,
  states,
  works,
} from "../domain/vocabulary";
import { setPolicy } from "./testing/sla";

/** The functions of the merge say in SQL what lib/domain says; here over all that they can be asked. */
let db: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  db = await testDatabase();
  pool = db.pool;
});
afterAll(() => db.close());

const codes = (list: readonly unknown[]) => `generate_series(0, ${list.length - 1})`;

async function all<T extends unknown[]>(sql: string): Promise<T[]> {
  const { rows } = await pool.query<T>({ text: sql, rowMode: "array" });
  return rows;
}

it("starts with the default policy", async () => {
  const kept = await all(`SELECT * FROM sla_policy ORDER BY environment, severity, exploited`);
  await setPolicy(pool, defaultSlaPolicy);
  expect(kept).toEqual(await all(`SELECT * FROM sla_policy ORDER BY environment, severity, exploited`));
});

it("derives the state from the three axes", async () => {
  const rows = await all<[number, boolean, number, number, number]>(
    `SELECT p, a, d, w, state_of(p::smallint, a, d::smallint, w::smallint) FROM ${codes(presences.list)} p, (VALUES (false), (true)) v(a),
       ${codes(decisions.list)} d, ${codes(works.list)} w`,
  );
  expect(rows.length).toBe(6 * 2 * 5 * 3);
  for (const [p, awaitingScan, d, w, state] of rows) {
    const axes = { presence: presences.word(p), awaitingScan, decision: decisions.word(d), work: works.word(w) };
    expect([axes, states.word(state)]).toEqual([axes, deriveState(axes)]);
  }
});

it("weighs", async () => {
  const rows = await all<[number, number, boolean, boolean, number]>(
    `SELECT s, f, e, i, points_of(s::smallint, f::smallint, e, i) FROM ${codes(severities.list)} s, (VALUES (1), (2), (5)) v(f),
       (VALUES (false), (true)) x(e), (VALUES (false), (true)) y(i)`,
  );
  for (const [s, factor, exposed, idle, tenths] of rows) {
    const risk = { severity: severities.word(s), kev: factor === 5, epss: factor === 2 ? 0.1 : 0.09 } as const;
    expect(tenths).toBe(points({ ...risk, exposed, running: idle ? "no" : "unknown" }));
  }
});

it("knows when a severity rises, and which kinds have a place of their own", async () => {
  const rises = await all<[number, number, boolean]>(
    `SELECT a, b, severity_rises(a::smallint, b::smallint) FROM ${codes(severities.list)} a, ${codes(severities.list)} b`,
  );
  for (const [a, b, rise] of rises)
    expect([a, b, rise]).toEqual([a, b, severityRises(severities.word(a), severities.word(b))]);
  const located = await all<[number, boolean]>(`SELECT k, is_located(k::smallint) FROM ${codes(kinds.list)} k`);
  for (const [k, is] of located) expect(is).toBe(locatedKinds.includes(kinds.word(k)));
});

it("knows the days that a finding has, by environment", async () => {
  const staging = { days: { ...defaultSlaPolicy.days, critical: 14, low: null }, kevDays: defaultSlaPolicy.kevDays };
  const policy = { ...defaultSlaPolicy, environments: { staging, Test: { ...staging, days: defaultSlaPolicy.days } } };
  await setPolicy(pool, policy);
  await pool.query(
    "INSERT INTO cluster (slug, name, environment) SELECT e, e, e FROM unnest(ARRAY['production', 'staging', 'Test']) e",
  );
  const rows = await all<[string | null, number, boolean, number, number | null]>(
    `SELECT c.environment, s, k, f, due_allowance(c.id, s::smallint, k, f::smallint) FROM ${codes(severities.list)} s,
       (VALUES (false), (true)) v(k), ${codes(fixStates.list)} f, (SELECT id, environment FROM cluster UNION SELECT 0, NULL) c`,
  );
  expect(rows.length).toBe(4 * 6 * 2 * 4);
  for (const [environment, s, kev, f, days] of rows) {
    const started = !["none", "wont_fix"].includes(fixStates.word(f));
    const want = started ? allowance(policy, { environment, severity: severities.word(s), kev }) : null;
    expect([environment, s, kev, f, days]).toEqual([environment, s, kev, f, want]);
  }
  await setPolicy(pool);
});

it("adds the time of a decision to a due date", async () => {
  const [one, two] = [new Date(Date.UTC(2026, 2, 28)), new Date(Date.UTC(2026, 3, 2))];
  const rows = await pool.query<{ decision: number; backwards: boolean; due: Date }>(
    `SELECT d AS decision, b AS backwards, due_resumed($1::timestamptz, d::smallint, CASE WHEN b THEN $2::timestamptz ELSE $1 END, CASE WHEN b THEN $1 ELSE $2::timestamptz END) AS due
     FROM ${codes(decisions.list)} d, (VALUES (false), (true)) v(b)`,
    [one, two],
  );
  for (const { decision, backwards, due } of rows.rows) {
    const was = { decided: decision !== 0, stateAt: backwards ? two : one };
    expect(due).toEqual(resumed({ at: one, days: 7 }, was, backwards ? one : two).at);
  }
});

it("puts findings in the area that importers would, whatever the rule was first seen on", async () => {
  const rows = await all<[number, number, number, number]>(
    `SELECT k, s, a, area_of(k::smallint, s::smallint, a::smallint) FROM ${codes(kinds.list)} k, ${codes(assetKinds.list)} s, ${codes(areas.list)} a`,
  );
  const bySubject = new Map(rows.map(([k, s, a, area]) => [`${k} ${s} ${a}`, area]));
  for (const kind of kinds.list)
    for (const assetKind of assetKinds.list)
      for (const first of assetKinds.list) {
        const ask = { kind, tool: "trivy", checkId: kind === "vulnerability" ? "CVE-2026-1" : "KSV-0104" };
        const want = areaOf({ ...ask, assetKind });
        // Configurations of images are checked by checks of their own, which see nothing else.
        const own = assetKind === first || !["misconfiguration", "compliance", "combination"].includes(kind);
        if (first === "team" || (!own && [assetKind, first].some((of) => of !== "workload" && of !== "repository")))
          continue;
        if (!own && first === "repository") continue;
        const key = `${kinds.code(kind)} ${assetKinds.code(assetKind)} ${areas.code(areaOf({ ...ask, assetKind: first }))}`;
        expect([kind, assetKind, first, areas.word(bySubject.get(key) ?? -1)]).toEqual([kind, assetKind, first, want]);
      }
});

it("adds runtime events up, in whatever order", async () => {
  const a = { count: 2, firstAt: "2026-01-01", lastAt: "2026-01-03", user: "root" };
  const b = { firstAt: "2026-01-02", lastAt: "2026-01-05", user: "www" };
  const { rows } = await pool.query("SELECT events_add($1, $2) AS one, events_add($2, $1) AS two", [a, b]);
  expect(rows[0].one).toEqual({ count: 3, firstAt: "2026-01-01", lastAt: "2026-01-05", user: "www" });
  expect(rows[0].two).toEqual(rows[0].one);
});
