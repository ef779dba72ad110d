import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { createIntegration } from "../integration/create";
import { type Flaw, trivyImage } from "../report/testing/documents";
import { send } from "../report/testing/send";
import { setExploited } from "../rule/exploitation";
import { makePerson, makeTeam, type Person } from "../testing/people";
import { deliverLane } from "./deliver";
import { sendDigests } from "./digest";
import { dispatchNotices } from "./dispatch";
import type { Outgoing } from "./message";
import { type Endpoint, startEndpoint } from "./testing/endpoint";

/** 100,000 by hand: PARAPET_DIGEST_FINDINGS=100000. */
const MANY = Number(process.env.PARAPET_DIGEST_FINDINGS) || 2_000;
const DAY = 86_400_000;

let database: TestDatabase;
let endpoint: Endpoint;
let people: Record<"ada" | "bob" | "sec" | "root", Person>;
let clusters: number[] = [];
let clock = Date.now();

beforeAll(async () => {
  database = await testDatabase();
  endpoint = await startEndpoint();
  const [shop, other] = [await makeTeam("shop"), await makeTeam("other")];
  people = {
    ada: await makePerson("devops", [{ team: shop }]),
    bob: await makePerson("devops", [{ team: other }]),
    sec: await makePerson("security"),
    root: await makePerson("admin"),
  };
  await pool().query(
    "INSERT INTO ownership_rule (priority, team_id, cluster) VALUES (1, $1, 'prod'), (2, $2, 'edge')",
    [...[shop, other]],
  );
  const made = await pool().query<{ id: number }>(
    "INSERT INTO cluster (slug, name) VALUES ('prod', 'Production'), ('edge', 'Edge') RETURNING id",
  );
  clusters = made.rows.map(({ id }) => id);
  await createIntegration(systemActor("test"), {
    kind: "webhook",
    name: "all",
    url: `${endpoint.url}/all`,
    allowPrivate: true,
  });
  await sendDigests(pool(), new Date(clock));
}, 60_000);
afterAll(async () => {
  await endpoint.close();
  await closePool();
  await database.close();
});

const flaws = (from: number, to: number): Flaw[] =>
  Array.from({ length: to - from }, (_, i) => {
    const cve = `CVE-2026-${100_000 + from + i}`;
    return { cve, package: `hunter2-package-${from + i}`, version: "1.0-hunter2", ecosystem: "npm" as const };
  });
async function day(): Promise<{ id: number; kind: string; title: string; lines: { text: string }[] }[]> {
  const { rows: before } = await pool().query<{ id: number }>("SELECT coalesce(max(id), 0) AS id FROM notice");
  clock += DAY;
  for (let i = 0; i < 3; i++) await sendDigests(pool(), new Date(clock));
  const { rows } = await pool().query(
    `SELECT n.user_id AS id, e.kind, e.data->>'title' AS title, e.data->'lines' AS lines FROM notice n JOIN notice_event e ON e.id = n.event_id
     WHERE n.id > $1 ORDER BY n.user_id`,
    [before[0]?.id],
  );
  return rows;
}
const image = (list: Flaw[], at: number, cluster = 0) =>
  send(pool(), trivyImage(list, at), { clusterId: clusters[cluster] ?? 0 });

it(`a first import of ${MANY} findings is one digest for each who may see them, as a baseline`, async () => {
  const start = performance.now();
  expect((await image(flaws(0, MANY), 1)).result?.created).toBe(MANY);
  const imported = performance.now();
  await dispatchNotices(pool(), new Date(clock));
  const told = await day();
  expect(told.map(({ id, kind }) => [id, kind])).toEqual([
    [people.ada.id, "digest"],
    [people.sec.id, "digest"],
  ]);
  const found = `${MANY.toLocaleString("en")} findings`;
  for (const { title, lines } of told) {
    expect(title).toBe(`${found} on first looks`);
    expect(lines.map(({ text }) => text)).toEqual([
      `First look at Production: ${found} (${MANY.toLocaleString("en")} high)`,
    ]);
  }
  const digested = performance.now();
  process.stderr.write(
    `${MANY} findings: imported in ${Math.round(imported - start)} ms, told in ${Math.round(digested - imported)} ms\n`,
  );
  expect(await day()).toEqual([]);
}, 600_000);

it("afterwards what is new is told once, grouped, the worst first, and no payload has evidence", async () => {
  await setExploited(pool(), [{ code: `CVE-2026-${100_000 + MANY + 7}`, kev: true }]);
  expect((await image(flaws(0, MANY + 30), 2)).result?.created).toBe(30);
  const told = await day();
  expect(told.map(({ id }) => id)).toEqual([people.ada.id, people.sec.id]);
  expect(told[0]?.title).toBe("30 new findings: 30 high, 1 known to be exploited");
  expect(told[0]?.lines[0]?.text).toBe(
    `CVE-2026-${100_000 + MANY + 7} (high, known to be exploited): 1 finding on 1 workload`,
  );
  expect(await day()).toEqual([]);
  const { rows } = await pool().query<{ lane: string }>("SELECT DISTINCT lane FROM notice_delivery");
  for (const { lane } of rows) await deliverLane(pool(), lane, () => new Date(clock));
  const bodies = endpoint.got.map(({ body }) => JSON.parse(body) as Outgoing);
  expect(bodies.map(({ kind }) => kind)).toEqual(["digest", "digest"]);
  expect(JSON.stringify(bodies)).not.toContain("hunter2");
  expect(JSON.stringify((await pool().query("SELECT data FROM notice_event")).rows)).not.toContain("hunter2");
});

it("each hears only of what they may see", async () => {
  await image(flaws(0, 3), 3, 1);
  const told = await day();
  expect(told.map(({ id }) => id)).toEqual([people.bob.id, people.sec.id]);
  expect(told[0]?.title).toBe(`${(MANY + 30).toLocaleString("en")} findings on first looks`);
});

it("what an import that is still writing has given ids to is told once it is there, not missed", async () => {
  const slow = await pool().connect();
  await slow.query("BEGIN");
  await slow.query("CREATE TEMP TABLE busy (n int) ON COMMIT DROP");
  const { rows } = await slow.query<{ id: string }>("SELECT nextval('finding_id_seq')::text AS id");
  expect((await image(flaws(0, MANY + 31), 4)).result?.created).toBe(2);
  expect(await day()).toEqual([]);
  await slow.query(
    `INSERT INTO finding SELECT $1, subject_id, place_id, rule_id, 99, team_id, fix_team_id, cluster_id, kind, area, severity, state, presence, decision,
       work, awaiting, fix_state, flags, points, places, witnesses, first_seen_at, state_at, due_at, assignee_id FROM finding ORDER BY id LIMIT 1`,
    [rows[0]?.id],
  );
  await slow.query("COMMIT");
  slow.release();
  const told = await day();
  expect(told.map(({ title }) => title)).toEqual(
    [2, 1, 3].map((n) => `${n} new finding${n > 1 ? "s" : ""}: ${n} high`),
  );
});

it("a listing is one message for each team that runs it exposed, at once", async () => {
  await pool().query("UPDATE finding SET flags = flags | 4 WHERE team_id = (SELECT id FROM team WHERE slug = 'shop')");
  const before = (await pool().query<{ id: number }>("SELECT max(id) AS id FROM notice")).rows[0]?.id;
  const list = flaws(0, 3).map(({ cve }) => ({ code: cve, kev: true }));
  await pool().query("UPDATE placement SET exposed = true WHERE team_id = (SELECT id FROM team WHERE slug = 'shop')");
  await setExploited(pool(), list);
  await setExploited(pool(), list);
  await dispatchNotices(pool(), new Date(clock));
  const { rows } = await pool().query(
    `SELECT n.user_id AS id, e.data->>'text' AS text FROM notice n JOIN notice_event e ON e.id = n.event_id WHERE n.id > $1 AND e.kind = 'kev_listed'`,
    [before],
  );
  expect(rows).toEqual([{ id: people.ada.id, text: "3 findings on 3 workloads that the internet reaches." }]);
});

it("a secret that a scanner found is in nothing that is told or sent", async () => {
  const planted = "hunter2-planted-password";
  const at = new Date(Date.UTC(2026, 2, 9)).toISOString();
  const report = {
    ...{
      SchemaVersion: 2,
      CreatedAt: at,
      ArtifactName: "registry.example.com/shop/job:1",
      ArtifactType: "container_image",
    },
    Metadata: { RepoTags: ["registry.example.com/shop/job:1"] },
    Results: [
      {
        ...{ Target: "/app/config.env", Class: "secret" },
        Secrets: [
          {
            ...{ RuleID: "generic-password", Category: "General", Severity: "CRITICAL", Title: "Password" },
            ...{
              StartLine: 3,
              EndLine: 3,
              Match: `PASSWORD=${planted}`,
              Code: { Lines: [{ Number: 3, Content: planted }] },
            },
          },
        ],
      },
    ],
  };
  expect((await send(pool(), JSON.stringify(report), { clusterId: clusters[0] ?? 0 })).result?.created).toBe(1);
  const told = await day();
  expect(told.find(({ id }) => id === people.ada.id)?.title).toContain("1 critical");
  await deliverLane(pool(), "endpoint:1", () => new Date(clock));
  const { rows } = await pool().query(
    `SELECT (SELECT json_agg(e) FROM notice_event e)::text AS a, (SELECT json_agg(d) FROM notice_delivery d)::text AS b`,
  );
  const all = JSON.stringify(rows) + endpoint.got.map(({ body }) => body).join();
  expect(all).toContain("generic-password");
  for (const part of [planted, "hunter2", "/app/config.env", "PASSWORD="]) expect(all, part).not.toContain(part);
});
