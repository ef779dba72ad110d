import { afterAll, beforeAll, expect, it } from "vitest";
import type { Scope } from "../../authz/scope";
import { closePool } from "../../db/pool";
import { reading } from "../../db/read";
import type { ImageRef } from "../../domain/asset/ref";
import { subjectKey } from "../../domain/identity/asset-key";
import { hash64 } from "../../domain/identity/fingerprint";
import type { Score } from "../../domain/score/score-of";
import { areas } from "../../domain/vocabulary";
import { type Harness, harness } from "../../ingest/testing/harness";
import { type Random, random } from "../../ingest/testing/random";
import { type FixRecord, listFixes } from "../../queries/fix/list";
import { scoreBefore, whatIf } from "../../queries/fix/what-if";
import { scopeOfAll, scopeOfTeams } from "../../queries/testing/scopes";
import { type Fleet, makeFleet, settle, type Telling, tell, tellInventory } from "./testing/fleet";

/** More of them, or one that failed: PARAPET_FLEETS=1 PARAPET_FIRST_FLEET=17 npx vitest run --project db lib/services/fix/what-if */
const FLEETS = Number(process.env.PARAPET_FLEETS ?? 200);
const FIRST = Number(process.env.PARAPET_FIRST_FLEET ?? 1);
/** On a busy machine fewer have to do, unless a number was asked for. */
const ENOUGH_MS = process.env.PARAPET_FLEETS ? Number.POSITIVE_INFINITY : 90_000;
let h: Harness;
beforeAll(async () => {
  h = await harness();
});
afterAll(async () => {
  await closePool();
  await h.close();
});

/** All that is shown of a score; how stale the evidence is depends on the time alone. */
const shown = (score: Score) => ({
  ...{ overall: score.overall, coverage: score.coverage, accepted: score.accepted, exposedKev: score.exposedKev },
  areas: areas.list.map((area) => {
    const { score: of, points, accepted, exposedKev, units } = score.areas[area];
    return [area, of, points, accepted, exposedKev, units.total, units.assessed];
  }),
});

async function scoresNow(scope: Scope, fleet: Fleet) {
  return reading(scope, async (run) => {
    const before = await scoreBefore(run, scope, {});
    return [undefined, 0, ...fleet.clusters.map(({ id }) => id)].map((cluster) =>
      shown(whatIf(before, [], cluster).before),
    );
  });
}

async function scoresThen(scope: Scope, fleet: Fleet, fix: FixRecord) {
  return reading(scope, async (run) => {
    const before = await scoreBefore(run, scope, {});
    return [undefined, 0, ...fleet.clusters.map(({ id }) => id)].map((cluster) =>
      shown(whatIf(before, fix.sums, cluster).after),
    );
  });
}

const allOf = async (scope: Scope) => (await listFixes(scope, { cursor: null, limit: 100 })).rows;

/** Its findings: subject, rule and location, and whether it is they wherever they are. */
async function partsOf(id: number) {
  const { rows } = await h.db.pool.query<{
    subject: string;
    cluster: number;
    whole: boolean;
    codes: string[];
    locs: string[];
  }>(
    `SELECT s.key AS subject, s.cluster_id AS cluster, p.places IS NULL OR NOT EXISTS (SELECT 1 FROM fix_part o JOIN fix x ON x.id = o.fix_id CROSS JOIN LATERAL unnest(o.rules, o.locs) k(rule, loc)
         WHERE o.subject_id = p.subject_id AND o.fix_id <> p.fix_id AND k.rule = ANY (p.rules)) AS whole,
       ARRAY(SELECT a.alias FROM unnest(p.rules) u(id) JOIN rule_alias a ON a.rule_id = u.id UNION SELECT r.code FROM unnest(p.rules) u(id) JOIN rule r USING (id)) AS codes,
       p.locs::text[] AS locs
     FROM fix_part p JOIN subject s ON s.id = p.subject_id WHERE p.fix_id = $1`,
    [id],
  );
  return rows;
}

/** The next reports say what the last ones said, without what the fix removes. False: it can't be said. */
async function carryOut(fleet: Fleet, fix: FixRecord): Promise<boolean> {
  if (fix.kind === 0) return moveImage(fleet, fix);
  const parts = await partsOf(fix.id);
  if (parts.some(({ whole }) => !whole)) return false;
  for (const telling of fleet.tellings) {
    const { target, says, class: of } = telling.saying;
    const removed = parts.filter(
      ({ subject, cluster }) =>
        target && subjectKey(target) === subject && (cluster === 0 || cluster === telling.cluster?.id),
    );
    const left = says.filter(
      ({ rule, location }) =>
        !removed.some(
          ({ codes, locs }) =>
            codes.includes(rule) && (of !== "secret" || locs.includes(String(hash64(location ?? "")))),
        ),
    );
    if (left.length === says.length) continue;
    const cluster = target?.kind === "image" ? await whereItRuns(target, telling.cluster) : telling.cluster;
    if (cluster !== undefined) await tell(fleet, { cluster, saying: { ...telling.saying, says: left } });
  }
  return true;
}

/**
 * The cluster that a version may be told for without being declared anew where it no longer runs: null for none, undefined where it runs
 * nowhere, so that nothing hangs on what is said of it.
 */
async function whereItRuns(image: ImageRef, told: Telling["cluster"]): Promise<Telling["cluster"] | undefined> {
  const { rows } = await h.db.pool.query<{ cluster: number }>(
    "SELECT p.cluster_id AS cluster FROM placement p JOIN asset a ON a.id = p.asset_id WHERE a.name = $1",
    [`${image.repository}:${image.tag}`],
  );
  if (rows.length === 0) return undefined;
  return rows.some((row) => row.cluster === told?.id) ? told : null;
}

async function moveImage(fleet: Fleet, fix: FixRecord): Promise<boolean> {
  const { rows } = await h.db.pool.query<{ repository: string; from: string[]; to: string }>(
    `SELECT s.name AS repository, a.name AS to, ARRAY(SELECT b.name FROM jsonb_array_elements_text(x.detail->'from') f JOIN asset b ON b.id = f::int) AS from
     FROM fix x JOIN subject s ON s.id = x.subject_id JOIN asset a ON a.id = x.target_asset_id WHERE x.id = $1`,
    [fix.id],
  );
  const move = rows[0] as (typeof rows)[number];
  const word = (name: string) => name.replace(/:([^:/]+)$/, "@$1");
  const from = move.from.map(word);
  for (const cluster of fleet.clusters) {
    const changed = cluster.workloads.some(({ images }) => images.some((image) => from.includes(image)));
    if (!changed) continue;
    cluster.workloads = cluster.workloads.map((w) => ({
      ...w,
      images: [...new Set(w.images.map((image) => (from.includes(image) ? word(move.to) : image)))],
    }));
    await tellInventory(fleet, cluster);
  }
  return true;
}

it(`tells exactly what becomes of points and scores, in ${FLEETS} random fleets`, async () => {
  const tried = new Map<number, number>();
  let refused = 0;
  const started = performance.now();
  for (let seed = FIRST; seed < FIRST + FLEETS && performance.now() - started < ENOUGH_MS; seed++) {
    const r: Random = random(seed);
    const fleet = await makeFleet(h, r);
    const teams = await h.db.pool.query<{ id: number }>("SELECT id FROM team ORDER BY id");
    const scopes = [scopeOfAll(), ...teams.rows.map(({ id }) => scopeOfTeams(id))];
    const fixes = await allOf(scopeOfAll());
    // Kinds take turns, by the number of the fleet alone, so that one that failed can be tried again.
    const there = [...new Set(fixes.map((one) => one.kind))].sort();
    const kind = there[seed % there.length];
    const fix = fixes.length > 0 ? r.pick(fixes.filter((one) => one.kind === kind)) : null;
    if (!fix) continue;
    const expected = [];
    for (const scope of scopes) {
      const [own] = (await allOf(scope)).filter(({ id }) => id === fix.id);
      expected.push(own ? await scoresThen(scope, fleet, own) : null);
    }
    if (!(await carryOut(fleet, fix))) {
      refused++;
      continue;
    }
    tried.set(fix.kind, (tried.get(fix.kind) ?? 0) + 1);
    await settle(fleet);
    for (const [i, scope] of scopes.entries()) {
      if (expected[i] === null) continue;
      expect(await scoresNow(scope, fleet), `fleet ${seed}: ${fix.title}, reader ${i}`).toEqual(expected[i]);
    }
    expect(
      (await allOf(scopeOfAll())).map(({ id }) => id),
      `fleet ${seed}: ${fix.title} is done`,
    ).not.toContain(fix.id);
  }
  // Every kind that reports of images, workloads and nodes make had its turn.
  if (process.env.PARAPET_FLEETS && FLEETS >= 100) expect([...tried.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  if (FLEETS >= 20) expect(refused).toBeLessThan(FLEETS / 5);
}, 3_600_000);
