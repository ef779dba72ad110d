import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemActor, type TokenActor } from "@/lib/authz/actor";
import { forgetRules } from "../../ingest/rules";
import { faults } from "../../ingest/testing/compare";
import { imageRef } from "../../ingest/testing/driver";
import { type Harness, harness } from "../../ingest/testing/harness";
import { prepared, report } from "../../ingest/testing/items";
import { emptied } from "../../ingest/testing/state";
import { mergeSame } from "../rule/merge-same";
import { processReport } from "./process";
import { receiveReport } from "./receive";
import { outcome, send } from "./testing/send";

let h: Harness;
let cluster: { id: number; slug: string };
beforeAll(async () => {
  h = await harness();
});
afterAll(() => h.close());
beforeEach(async () => {
  await emptied(h.db.pool);
  await h.db.pool.query("DELETE FROM setting WHERE key = 'kev.latest'");
  forgetRules(h.db.pool);
  cluster = await h.cluster("east");
  await h.db.pool.query("SELECT setval('report_id_seq', 1000)");
});

const [a, b] = ["CVE-2026-1001", "CVE-2026-1002"];
const kev = (day: number, ...codes: string[]) =>
  JSON.stringify({
    catalogVersion: `2026.03.${day}`,
    dateReleased: `2026-03-${String(day).padStart(2, "0")}T17:00:00Z`,
    count: codes.length,
    vulnerabilities: codes.map((cveID) => ({ cveID, dateAdded: "2026-03-01", dueDate: "2026-03-22" })),
  });
const scores = (day: number, rows: [string, number][]) =>
  `#model_version:v1,score_date:2026-03-${String(day).padStart(2, "0")}T00:00:00+0000\ncve,epss,percentile\n${rows
    .map(([cve, epss]) => `${cve},${epss},0.5\n`)
    .join("")}`;
const given = (bytes: Buffer | string) => send(h.db.pool, bytes, { clusterId: 0 });

async function scan(...rules: string[]) {
  const scope = { target: imageRef("docker.io/acme/a@1"), complete: false, says: rules.map((rule) => ({ rule })) };
  await h.merge([prepared(await report([scope]), cluster, "2026-02-01T00:00:00Z", h.nextReport())]);
}

async function findings() {
  const { rows } = await h.db.pool.query<{
    code: string;
    points: number;
    flags: number;
    decision: number;
    state: number;
  }>(
    "SELECT r.code, f.points, f.flags & 3 AS flags, f.decision, f.state FROM finding f JOIN rule r ON r.id = f.rule_id ORDER BY 1",
  );
  return rows;
}

async function journal(axis: number) {
  const { rows } = await h.db.pool.query(
    `SELECT r.code, e.before, e.after, e.observed_at AS at, e.report_id::text AS report FROM finding_event e JOIN finding f ON f.id = e.finding_id
     JOIN rule r ON r.id = f.rule_id WHERE e.axis = $1 ORDER BY e.id`,
    [axis],
  );
  return rows;
}

test("a listing weighs five times from its date on, reopens what was accepted, and one that a whole newer list lacks is taken back", async () => {
  await scan(a, b);
  await h.db.pool.query(
    "UPDATE finding SET decision = 1, state = 4 WHERE rule_id = (SELECT id FROM rule WHERE code = $1)",
    [a],
  );
  await h.db.pool.query(
    "TRUNCATE posture_count, posture_sum, posture_fix, posture_delta, posture_fix_delta, posture_cluster, posture_team",
  );
  const sent = await given(kev(4, a));
  expect(sent).toMatchObject({ state: "done", result: { updated: 1, raw: 0 } });
  expect(await findings()).toMatchObject([
    { code: a, points: 150, flags: 1, decision: 0, state: 0 },
    { code: b, points: 30, flags: 0 },
  ]);
  expect(await journal(4)).toEqual([
    { code: a, before: 30, after: 150, at: new Date("2026-03-04T17:00:00Z"), report: sent.id },
  ]);
  expect(await journal(1)).toMatchObject([{ code: a, before: 1, after: 0 }]);
  expect((await given(kev(3, b))).result?.warnings).toEqual(["a newer one is known, so this one changes nothing"]);
  expect((await findings()).map(({ flags }) => flags)).toEqual([1, 0]);
  await given(kev(5, b));
  expect((await findings()).map(({ points }) => points)).toEqual([30, 150]);
});

test("what is known of a flaw before anybody finds it holds from its first finding on, by any of its names", async () => {
  await given(kev(4, a));
  await given(scores(4, [[b, 0.7]]));
  await scan(a);
  await scan("GHSA-aaaa-bbbb-cccc");
  expect(await findings()).toMatchObject([
    { code: a, flags: 1, points: 150 },
    { code: "GHSA-aaaa-bbbb-cccc", flags: 0, points: 30 },
  ]);
  const says = [{ rule: b, aliases: ["GHSA-aaaa-bbbb-cccc"] }];
  const scope = { tool: "grype", target: imageRef("docker.io/acme/b@1"), says };
  await h.merge([prepared(await report([scope]), cluster, "2026-02-02T00:00:00Z", h.nextReport())]);
  await mergeSame(h.db.pool);
  expect((await findings()).map(({ code, points }) => [code, points])).toEqual([
    [a, 150],
    [b, 60],
    [b, 60],
  ]);
  expect(await faults(h.db.pool)).toEqual([]);
});

test("a score that stays on its side of the line writes no finding, and an older one nothing", async () => {
  await scan(a, b);
  expect(
    (
      await given(
        scores(4, [
          [a, 0.5],
          [b, 0.01],
        ]),
      )
    ).result,
  ).toMatchObject({ updated: 1 });
  expect(
    (
      await given(
        scores(5, [
          [a, 0.6],
          [b, 0.02],
        ]),
      )
    ).result,
  ).toMatchObject({ updated: 0 });
  expect(
    (
      await given(
        scores(3, [
          [a, 0.01],
          [b, 0.9],
        ]),
      )
    ).result,
  ).toMatchObject({ updated: 0 });
  const { rows } = await h.db.pool.query("SELECT epss FROM rule ORDER BY code");
  expect(rows.map(({ epss }) => epss)).toEqual([expect.closeTo(0.6), expect.closeTo(0.02)]);
  expect(await journal(4)).toHaveLength(1);
  expect(await faults(h.db.pool)).toEqual([]);
});

test("a preview and a file that breaks off change nothing", async () => {
  await scan(a);
  const preview = await send(h.db.pool, kev(4, a), { clusterId: 0, dryRun: true });
  expect(preview.result).toMatchObject({ dryRun: true, updated: 1 });
  const broken = await given(kev(4, a).slice(0, -3));
  expect(broken).toMatchObject({ state: "failed", error: { code: "malformed" } });
  const cut = await given(`${scores(4, [[a, 0.9]])}"${b}`);
  expect(cut).toMatchObject({ state: "failed", error: { message: expect.stringContaining("never closed") } });
  expect(await findings()).toMatchObject([{ points: 30, flags: 0 }]);
});

test("a token of one cluster changes nothing for the others", async () => {
  await scan(a);
  const { rows } = await h.db.pool.query<{ id: number }>(
    "INSERT INTO api_token (hash, prefix, name, actions, cluster_id) VALUES ('x', 'ppt_x', 'ci', '{reports.import}', $1) RETURNING id",
    [cluster.id],
  );
  const token: TokenActor = {
    kind: "token",
    id: rows[0]?.id ?? 0,
    name: "ci",
    actions: ["reports.import"],
    clusterId: cluster.id,
    teamId: null,
  };
  async function* bytes() {
    yield Buffer.from(kev(4, a));
  }
  const id = await receiveReport(token, { clusterId: cluster.id }, bytes(), h.db.pool);
  await processReport(h.db.pool, id);
  expect(await outcome(h.db.pool, id)).toMatchObject({ state: "failed", error: { code: "forbidden" } });
  expect(await findings()).toMatchObject([{ flags: 0 }]);
  const free = await receiveReport(systemActor("test"), { clusterId: cluster.id }, bytes(), h.db.pool);
  await processReport(h.db.pool, free);
  expect(await findings()).toMatchObject([{ flags: 1 }]);
});

test("scores by the ten thousand take seconds", async () => {
  await scan(...Array.from({ length: 200 }, (_, n) => `CVE-2026-${1000 + n}`));
  const all = (part: number) =>
    Array.from({ length: 60_000 }, (_, n): [string, number] => [`CVE-2026-${1000 + n}`, ((n * 7) % 1000) / part]);
  for (const [day, part] of [
    [4, 1000],
    [5, 1001],
  ] as const) {
    const bytes = gzipSync(scores(day, all(part)));
    const started = performance.now();
    expect(await given(bytes)).toMatchObject({ state: "done" });
    expect(performance.now() - started).toBeLessThan(30_000);
  }
  const { rows } = await h.db.pool.query("SELECT count(*)::int AS n FROM exploitation");
  expect(rows).toEqual([{ n: 60_000 }]);
}, 180_000);
