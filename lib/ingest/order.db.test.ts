import { afterAll, beforeAll, expect, it } from "vitest";
import { type FixState, fixStates, type Severity, severities } from "../domain/vocabulary";
import type { InventoryItem } from "../importers/types";
import type { Prepared } from "./merge";
import { forgetRules } from "./rules";
import { faults } from "./testing/compare";
import { assetOf, imageRef, names, namespaces, repositories, versions, workloadRef } from "./testing/driver";
import { type Harness, harness } from "./testing/harness";
import { configuration, prepared, report, type Said } from "./testing/items";
import { type Random, random } from "./testing/random";
import { emptied, stateOf, unlike, writtenMark } from "./testing/state";

let h: Harness;
beforeAll(async () => {
  h = await harness();
});
afterAll(() => h.close());

type Make = (clusters: { id: number; slug: string }[], id: string) => Promise<Prepared>;

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 1, 2, 3)).toISOString();
const workloads = namespaces.flatMap((namespace) => names.map((name) => ({ namespace, name })));

/** What tools say of one flaw agrees here: which of two opinions came first decides a due date, and is history. */
function saying(r: Random, ids: string[], locations: string[]): Said[] {
  return r.some(ids, 0.5).flatMap((rule) =>
    r.some(locations, 0.7).map((location) => ({
      ...{ rule, location, severity: word(rule, severities.list as readonly Severity[]) },
      fixState: word(rule, fixStates.list as readonly FixState[]),
    })),
  );
}
const word = <T>(rule: string, list: readonly T[]) => list[rule.charCodeAt(rule.length - 1) % list.length] as T;

/** One report for each of some scopes, and a configuration of each cluster; every one on a day of its own. */
function history(r: Random): Make[] {
  const made: ((at: string) => Make)[] = [];
  const cves = [1, 2, 3, 4, 5, 6].map((n) => `CVE-2026-${n}`);
  for (const repository of repositories)
    for (const version of versions)
      for (const tool of r.some(["trivy", "grype"], 0.6)) {
        const target = imageRef(assetOf(repository, version));
        const scopes = [
          { tool, target, complete: r.chance(0.8), says: saying(r, cves, ["a", "b"]) },
          { tool, target, class: "secret" as const, says: saying(r, ["secret:1", "secret:2"], ["x", "y"]) },
        ];
        const cluster = r.below(3);
        made.push((at) => async (clusters, id) => prepared(await report(scopes), clusters[cluster] ?? null, at, id));
      }
  for (const [cluster] of [0, 1].entries()) {
    for (const of of r.some(workloads, 0.5)) {
      const scope = {
        class: "misconfiguration" as const,
        target: workloadRef(of),
        says: saying(r, ["check:1", "check:2"], [""]),
      };
      made.push((at) => async (clusters, id) => prepared(await report([scope]), clusters[cluster] ?? null, at, id));
    }
    const items: InventoryItem[] = workloads.map((of) => ({
      ...{
        type: "inventory",
        item: "workload",
        ...of,
        workloadKind: "Deployment",
        labels: {},
        podLabels: { app: of.name },
      },
      ...{ running: r.chance(0.8), serviceAccount: null },
      images: r.some(repositories, 0.6).map((repository) => {
        return { container: "c", image: imageRef(assetOf(repository, r.pick(versions))), init: false };
      }),
    }));
    for (const name of r.some(names, 0.4))
      items.push({
        type: "inventory",
        item: "service",
        namespace: "shop",
        name,
        selector: { app: name },
        exposed: true,
      });
    const listed = r.chance(0.7) ? ["workload", "service"] : null;
    made.push(
      (at) => async (clusters, id) => prepared(await configuration(items, listed), clusters[cluster] ?? null, at, id),
    );
  }
  return r.shuffled(made).map((make, index) => make(day(index + 1)));
}

async function start(): Promise<{ id: number; slug: string }[]> {
  await emptied(h.db.pool);
  forgetRules(h.db.pool);
  const team = await h.team("red");
  await h.db.pool.query("INSERT INTO ownership_rule (priority, team_id, namespace) VALUES (1, $1, 'shop')", [team]);
  return [await h.cluster("east"), await h.cluster("west")];
}

it("dated reports of distinct scopes and configurations give one state in whatever order, and nothing the second time", async () => {
  for (let seed = 1; seed <= 5; seed++) {
    const makes = history(random(seed));
    let first: string[] | null = null;
    for (let turn = 0; turn < 3; turn++) {
      const clusters = await start();
      const r = random(seed * 100 + turn);
      for (const make of turn === 0 ? makes : r.shuffled(makes)) await h.merge([await make(clusters, h.nextReport())]);
      const state = await stateOf(h.db.pool);
      first ??= state;
      expect(unlike(state, first), `history ${seed}, order ${turn}`).toEqual([]);
      expect(await faults(h.db.pool)).toEqual([]);
      const mark = await writtenMark(h.db.pool);
      for (const make of r.shuffled(makes)) {
        const again = await make(clusters, h.nextReport());
        const [counts] = await h.merge([again]);
        expect(counts).toMatchObject({ created: 0, reopened: 0, closed: 0, updated: 0, heldClosures: 0 });
        expect(counts?.detections).toMatchObject({ new: 0, changed: 0, gone: 0 });
        expect(counts?.detections.same).toBe(again.collected.scopes.reduce((n, scope) => n + scope.rows.length, 0));
      }
      expect(await writtenMark(h.db.pool)).toBe(mark);
      expect(unlike(await stateOf(h.db.pool), first)).toEqual([]);
    }
  }
}, 120_000);

/** What is there, and what is said of it; not since when, which an interruption in between decides. */
async function thereNow(): Promise<string[]> {
  const lines: string[] = [];
  for (const sql of [
    `SELECT 'finding', s.key, p.namespace, r.code, f.loc, f.severity, f.fix_state, f.awaiting, f.places, f.points
     FROM finding f JOIN subject s ON s.id = f.subject_id JOIN place p ON p.id = f.place_id JOIN rule r ON r.id = f.rule_id WHERE f.presence = 0`,
    `SELECT 'detection', a.key, r.code, d.loc, d.severity, d.fix_state, d.evidence
     FROM detection d JOIN asset a ON a.id = d.asset_id JOIN rule r ON r.id = d.rule_id`,
    "SELECT 'scope', a.key, s.profile, s.observed_at, s.complete_at FROM scope s JOIN asset a ON a.id = s.target_id",
  ]) {
    const { rows } = await h.db.pool.query<unknown[]>({ text: sql, rowMode: "array" });
    lines.push(...rows.map((row) => JSON.stringify(row)));
  }
  return lines.sort();
}

it("dated reports of one scope, partial ones among them, leave the same there in whatever order", async () => {
  const target = imageRef(assetOf(repositories[0] as string, 1));
  const cves = [1, 2, 3, 4, 5, 6].map((n) => `CVE-2026-${n}`);
  for (let seed = 1; seed <= 12; seed++) {
    const r = random(seed);
    const says = [0, 1, 2, 3].map(() =>
      r.some(cves, 0.5).map((rule) => ({ rule, severity: r.pick(severities.list), fixState: r.pick(fixStates.list) })),
    );
    const told = Array.from({ length: 9 }, (_, n) => ({ at: day(n + 1), says: r.pick(says), complete: r.chance(0.4) }));
    let inOrder: string[] | null = null;
    for (let turn = 0; turn < 4; turn++) {
      const [east] = await start();
      for (const { at, ...of } of turn === 0 ? told : r.shuffled(told))
        await h.merge([prepared(await report([{ target, ...of }]), east ?? null, at, h.nextReport())]);
      const now = await thereNow();
      inOrder ??= now;
      expect(unlike(now, inOrder), `reports ${seed}, order ${turn}`).toEqual([]);
      expect(await faults(h.db.pool)).toEqual([]);
    }
  }
}, 120_000);

it("reports on versions of an image give one state however late they come, also when another version runs by then", async () => {
  const cves = [1, 2, 3, 4, 5, 6].map((n) => `CVE-2026-${n}`);
  const versioned = (n: number) => imageRef(assetOf(repositories[0] as string, n));
  for (let seed = 1; seed <= 12; seed++) {
    const r = random(seed);
    // No version comes back, and no flaw does in a later one: late reports make no gaps.
    const lives = cves.map((rule) => ({ rule, of: [r.pick(versions), r.pick(versions)].sort() as [number, number] }));
    const runs = new Map(["web", "api"].map((name) => [name, [0, 1, 2].map(() => r.pick(versions)).sort()]));
    const rollouts = [4, 8, 12].map((n, turn): { on: number; make: (at: string) => Make } => {
      const items: InventoryItem[] = [...runs].map(([name, of]) => ({
        ...{
          type: "inventory",
          item: "workload",
          namespace: name === "web" ? "shop" : "bank",
          name,
          workloadKind: "Deployment",
          labels: {},
        },
        ...{ podLabels: { app: name }, running: true, serviceAccount: null },
        images: [{ container: "c", image: versioned(of[turn] as number), init: false }],
      }));
      const make = (at: string) => async (clusters: { id: number; slug: string }[], id: string) =>
        prepared(await configuration(items, ["workload", "service"]), clusters[0] ?? null, at, id);
      return { on: n, make };
    });
    const scans = versions.flatMap((n) => {
      const turns = [0, 1, 2].filter((turn) => [...runs.values()].some((of) => of[turn] === n));
      if (turns.length === 0) return [];
      const has = lives.filter(({ of: [from, to] }) => from <= n && n <= to);
      const says = has.map(({ rule }) => ({ rule, severity: word(rule, severities.list) }));
      const scope = { target: versioned(n), says };
      const make = (at: string) => async (clusters: { id: number; slug: string }[], id: string) =>
        prepared(await report([scope]), clusters[0] ?? null, at, id);
      return [{ on: 4 * (r.pick(turns) + 1) + n, make }];
    });
    let first: { one: string[]; all: string[] } | null = null;
    // In order; each of them late, and all of them.
    for (let turn = 0; turn < 2 + scans.length; turn++) {
      const clusters = await start();
      const isLate = (index: number) => turn > scans.length || index === turn - 1;
      const late = scans.map((scan, index) => ({ ...scan, comes: scan.on + (isLate(index) ? r.below(14) : 0) }));
      const steps = [...rollouts.map((one) => ({ ...one, comes: one.on - 0.5 })), ...late].sort(
        (a, b) => a.comes - b.comes,
      );
      for (const { on, make } of steps) await h.merge([await make(day(on))(clusters, h.nextReport())]);
      expect(await faults(h.db.pool)).toEqual([]);
      // What is over keeps when that was known, and in how many workloads it was then.
      await h.db.pool.query(
        "UPDATE finding SET places = 0, state_at = first_seen_at, due_at = NULL WHERE presence <> 0",
      );
      const one = await stateOf(h.db.pool);
      // Where several were late, how long it waited for scans in between is not worked out again.
      await h.db.pool.query("UPDATE finding SET state_at = first_seen_at");
      const state = { one, all: await stateOf(h.db.pool) };
      first ??= state;
      const which = turn > scans.length ? "all" : "one";
      expect(
        unlike(state[which], first[which]),
        `versions ${seed}, order ${turn}: ${steps.map(({ on, comes }) => `${on} on ${comes}`)}`,
      ).toEqual([]);
    }
  }
}, 120_000);
