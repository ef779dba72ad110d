import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { scopeOf } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { forgetRules } from "@/lib/ingest/rules";
import { imageRef, workloadRef } from "@/lib/ingest/testing/driver";
import { type Harness, harness } from "@/lib/ingest/testing/harness";
import { prepared, report, type Said } from "@/lib/ingest/testing/items";
import { emptied } from "@/lib/ingest/testing/state";
import { remediationDetail } from "@/lib/queries/remediation/detail";
import { reassign } from "../ownership/reassign";
import { mergeSame } from "../rule/merge-same";
import { makePerson, makeTeam } from "../testing/people";
import { createRemediation } from "./create";
import { verifyTouched } from "./verify";

let h: Harness;
let cluster: { id: number; slug: string };
const all = scopeOf(systemActor("test"));
const cve = "CVE-2026-1000";
const ghsa = "GHSA-aaaa-bbbb-cccc";
const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();

beforeAll(async () => {
  h = await harness();
});
afterAll(async () => {
  await closePool();
  await h.close();
});
beforeEach(async () => {
  await emptied(h.db.pool);
  forgetRules(h.db.pool);
  cluster = await h.cluster("east");
  for (const slug of ["shop", "web"]) await makeTeam(slug);
  await h.db.pool.query(
    "INSERT INTO ownership_rule (priority, team_id, namespace) SELECT 5, id, '*' FROM team WHERE slug = 'shop'",
  );
});

async function says(tool: string, at: number, list: Said[], image = "docker.io/acme/a@1") {
  const scope = {
    tool,
    target: imageRef(image),
    placedOn: [workloadRef({ namespace: "shop", name: "web" })],
    says: list,
  };
  await h.merge([prepared(await report([scope]), cluster, day(at), h.nextReport())]);
  await verifyTouched(h.db.pool);
}

const plan = async (code: string) => {
  const { rows } = await h.db.pool.query(
    "SELECT f.id::text FROM finding f JOIN rule r ON r.id = f.rule_id WHERE r.code = $1",
    [code],
  );
  const findingIds = rows.map(({ id }) => id);
  return (await createRemediation(systemActor("test"), { findingIds, team: "shop", title: code }, new Date(day(9)))).id;
};
const items = async () =>
  (
    await h.db.pool.query(
      `SELECT i.remediation_id AS of, r.code FROM remediation_item i JOIN finding f ON f.id = i.finding_id JOIN rule r ON r.id = f.rule_id ORDER BY 1`,
    )
  ).rows;
const stands = async (id: number) => {
  const { open, fixed, elsewhere, state } = await remediationDetail(all, id);
  return { open, fixed, elsewhere, state };
};

test("findings that become one stay in the remediations of both, each once", async () => {
  await says("grype", 1, [{ rule: ghsa }]);
  await says("trivy", 3, [{ rule: cve }]);
  const [first, second] = [await plan(ghsa), await plan(cve)];
  expect(await items()).toEqual([
    { of: first, code: ghsa },
    { of: second, code: cve },
  ]);
  await says("osv", 10, [{ rule: cve, aliases: [ghsa] }], "docker.io/acme/other@1");
  expect(await mergeSame(h.db.pool)).toBe(1);
  await verifyTouched(h.db.pool);
  expect(await items()).toEqual([
    { of: first, code: cve },
    { of: second, code: cve },
  ]);
  expect(await stands(first)).toEqual({ open: 1, fixed: 0, elsewhere: 0, state: 0 });
});

test("items survive versions, and a version without them verifies", async () => {
  await says("trivy", 1, [{ rule: cve }, { rule: "CVE-2026-2000" }]);
  const id = await plan(cve);
  await says("trivy", 10, [{ rule: cve }], "docker.io/acme/a@2");
  expect(await stands(id)).toEqual({ open: 1, fixed: 0, elsewhere: 0, state: 0 });
  await says("trivy", 11, [], "docker.io/acme/a@3");
  expect(await stands(id)).toEqual({ open: 0, fixed: 1, elsewhere: 0, state: 3 });
});

test("what goes to another team no longer counts here, and counts again when it comes back", async () => {
  await says("trivy", 1, [{ rule: cve }]);
  const id = await plan(cve);
  await h.db.pool.query(
    "INSERT INTO ownership_rule (priority, team_id, namespace) SELECT 1, id, 'shop' FROM team WHERE slug = 'web'",
  );
  await reassign(h.db.pool, new Date(day(10)));
  await verifyTouched(h.db.pool);
  expect(await stands(id)).toEqual({ open: 0, fixed: 0, elsewhere: 1, state: 0 });
  await h.db.pool.query("DELETE FROM ownership_rule WHERE priority = 1");
  await reassign(h.db.pool, new Date(day(11)));
  await verifyTouched(h.db.pool);
  expect(await stands(id)).toEqual({ open: 1, fixed: 0, elsewhere: 0, state: 0 });
});

test("the fix that it was planned from is named to its team, and linked while something of it is left for them", async () => {
  await says("trivy", 1, [{ rule: cve }]);
  const id = await plan(cve);
  const [team] = (await h.db.pool.query("SELECT id FROM team WHERE slug = 'shop'")).rows;
  const shop = scopeOf((await makePerson("devops", [{ team: team.id }])).actor);
  const fixOf = async () => (await remediationDetail(shop, id)).fix;
  expect(await fixOf()).toBeNull();
  const [fix] = (
    await h.db.pool.query(
      `INSERT INTO fix (key, kind, subject_id, cluster_id, title) SELECT 'k', 0, id, 0, 'Move it' FROM subject LIMIT 1 RETURNING id`,
    )
  ).rows;
  await h.db.pool.query("UPDATE remediation SET fix_id = $1", [fix.id]);
  expect(await fixOf()).toEqual({ id: fix.id, title: "Move it", left: false });
  const sum = (of: number) =>
    h.db.pool.query(
      `INSERT INTO fix_sum (fix_id, subject_id, cluster_id, team_id, fix_team_id, findings, accepted, added, kev, critical, high, workloads, points, kind)
       VALUES ($1, 1, 0, $2, $2, 1, 0, 0, 0, 0, 0, 1, 1, 0)`,
      [fix.id, of],
    );
  await sum(0);
  expect(await fixOf()).toMatchObject({ left: false });
  await sum(team.id);
  expect(await fixOf()).toMatchObject({ left: true });
});
