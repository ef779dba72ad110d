import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forgetRules } from "../../ingest/rules";
import { faults } from "../../ingest/testing/compare";
import { imageRef, workloadRef } from "../../ingest/testing/driver";
import { type Harness, harness } from "../../ingest/testing/harness";
import { prepared, report, type Said } from "../../ingest/testing/items";
import { emptied, writtenMark } from "../../ingest/testing/state";
import { setExploited } from "./exploitation";
import { mergeSame } from "./merge-same";

let h: Harness;
let cluster: { id: number; slug: string };
beforeAll(async () => {
  h = await harness();
});
afterAll(() => h.close());
beforeEach(async () => {
  await emptied(h.db.pool);
  forgetRules(h.db.pool);
  cluster = await h.cluster("east");
});

const cve = "CVE-2026-1000";
const ghsa = "GHSA-aaaa-bbbb-cccc";
const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();

async function says(tool: string, at: number, list: Said[], image = "docker.io/acme/a@1") {
  const scope = { tool, target: imageRef(image), says: list };
  return h.merge([prepared(await report([scope]), cluster, day(at), h.nextReport())]);
}

async function findings() {
  const { rows } = await h.db.pool.query(
    `SELECT r.code, f.decision, f.work, f.assignee_id AS assignee, f.presence, f.severity, f.first_seen_at AS first, f.due_at AS due, f.flags & 1 AS kev,
       (SELECT string_agg(name, '+' ORDER BY name) FROM tool WHERE f.witnesses >> id & 1 = 1) AS witnesses
     FROM finding f JOIN rule r ON r.id = f.rule_id ORDER BY r.code, f.id`,
  );
  return rows;
}

const decide = (code: string, columns: string) =>
  h.db.pool.query(`UPDATE finding SET ${columns} WHERE rule_id = (SELECT id FROM rule WHERE code = $1)`, [code]);

test("two findings of one flaw become one, with the earliest date, the decision, the work and both witnesses", async () => {
  await says("grype", 1, [{ rule: ghsa }]);
  await says("trivy", 3, [{ rule: cve }]);
  const team = await h.db.pool.query("SELECT id FROM finding ORDER BY id");
  await h.db.pool.query(
    `INSERT INTO finding_event (finding_id, axis, before, after, observed_at) VALUES ($1, 2, 0, 1, now()), ($1, 8, NULL, 7, now())`,
    [team.rows[0].id],
  );
  await h.db.pool.query("INSERT INTO comment (finding_id, text) SELECT id, 'About ' || id FROM finding");
  await decide(ghsa, "work = 1, state = 1, assignee_id = 7");
  expect(await mergeSame(h.db.pool)).toBe(0);
  await says("osv", 4, [{ rule: cve, aliases: [ghsa] }], "docker.io/acme/other@1");
  expect(await mergeSame(h.db.pool)).toBe(1);
  const [one, other] = await findings();
  expect(one).toMatchObject({
    code: cve,
    first: new Date(day(1)),
    due: new Date(day(31)),
    witnesses: "grype+trivy",
    work: 1,
    assignee: 7,
  });
  expect(other).toMatchObject({ code: cve, witnesses: "osv" });
  expect(await findings()).toHaveLength(2);
  const comments = await h.db.pool.query(
    "SELECT count(DISTINCT finding_id)::int AS findings, count(*)::int AS n FROM comment c JOIN finding f ON f.id = c.finding_id",
  );
  expect(comments.rows).toEqual([{ findings: 1, n: 2 }]);
  // Whoever has the old number in memory writes to the rule that is there.
  await says("grype", 5, [{ rule: ghsa }, { rule: ghsa, location: "pkg:b" }]);
  expect(await findings()).toHaveLength(2);
});

test("a flaw that was known by another name first goes by its CVE from then on", async () => {
  await says("grype", 1, [{ rule: ghsa }]);
  await says("trivy", 2, [{ rule: cve, aliases: [ghsa] }]);
  await mergeSame(h.db.pool);
  expect(await findings()).toMatchObject([{ code: cve, witnesses: "grype+trivy" }]);
  expect(await faults(h.db.pool)).toEqual([]);
});

test("an advisory that covers two flaws makes them no one, in whichever order that is learnt", async () => {
  const other = "CVE-2026-2000";
  await says("grype", 1, [{ rule: ghsa }]);
  await says("trivy", 2, [{ rule: cve, aliases: [ghsa] }]);
  await mergeSame(h.db.pool);
  await says("trivy", 3, [
    { rule: cve, aliases: [ghsa] },
    { rule: other, aliases: [ghsa] },
  ]);
  await mergeSame(h.db.pool);
  expect((await findings()).map(({ code }) => code)).toEqual([cve, other]);
  // The next word of the tool that named the advisory makes it a rule of its own.
  await says("grype", 4, [{ rule: ghsa }]);
  await mergeSame(h.db.pool);
  expect(await findings()).toMatchObject([
    { code: cve, witnesses: "trivy" },
    { code: other, witnesses: "trivy" },
    { code: ghsa, witnesses: "grype" },
  ]);
  expect(await faults(h.db.pool)).toEqual([]);
});

test("a report that lists several flaws for one advisory makes it an alias of none", async () => {
  await says("grype", 1, [{ rule: ghsa, aliases: [cve, "CVE-2026-2000"] }]);
  await mergeSame(h.db.pool);
  await says("trivy", 2, [{ rule: cve, aliases: [ghsa] }]);
  await mergeSame(h.db.pool);
  expect((await findings()).map(({ code }) => code)).toEqual([cve, ghsa]);
});

test("checks that a release finds equivalent are one, under the name and title of the control", async () => {
  const scope = (tool: string, rule: string) => ({
    ...{ tool, class: "misconfiguration" as const, target: workloadRef({ namespace: "shop", name: "web" }) },
    says: [{ rule }],
  });
  for (const [tool, rule] of [
    ["trivy", "trivy:X1"],
    ["kubescape", "kubescape:X2"],
  ] as const)
    await h.merge([prepared(await report([scope(tool, rule)]), cluster, day(1), h.nextReport())]);
  expect(await findings()).toHaveLength(2);
  // As an older release left them, which had no row for them.
  await h.db.pool.query("UPDATE rule SET code = 'trivy:KSV017' WHERE code = 'trivy:X1'");
  await h.db.pool.query("UPDATE rule SET code = 'kubescape:C-0057' WHERE code = 'kubescape:X2'");
  expect(await mergeSame(h.db.pool)).toBe(1);
  expect(await findings()).toMatchObject([{ code: "k8s:privileged-container", witnesses: "kubescape+trivy" }]);
  const { rows } = await h.db.pool.query("SELECT title FROM rule");
  expect(rows).toEqual([{ title: "Container runs privileged" }]);
  expect(await faults(h.db.pool)).toEqual([]);
});

test("a decision that was taken without knowing of exploitation ends, one that was taken knowing it holds", async () => {
  for (const image of ["docker.io/acme/a@1", "docker.io/acme/b@1"]) {
    await says("grype", 1, [{ rule: ghsa }], image);
    await says("trivy", 1, [{ rule: cve }], image);
  }
  await setExploited(h.db.pool, [{ code: cve, kev: true }]);
  const accept = (code: string, image: string) =>
    h.db.pool.query(
      `UPDATE finding SET decision = 1, state = 4 WHERE rule_id = (SELECT id FROM rule WHERE code = $1)
         AND subject_id = (SELECT id FROM subject WHERE name LIKE $2)`,
      [code, `%${image}`],
    );
  await accept(ghsa, "a");
  await accept(cve, "b");
  await says("osv", 2, [{ rule: cve, aliases: [ghsa] }], "docker.io/acme/c@1");
  await mergeSame(h.db.pool);
  const { rows } = await h.db.pool.query(
    `SELECT s.name, f.decision, f.flags & 1 AS kev FROM finding f JOIN subject s ON s.id = f.subject_id ORDER BY 1`,
  );
  expect(rows.map(({ name, ...row }) => ({ ...row, name: name.slice(-1) }))).toEqual([
    { name: "a", decision: 0, kev: 1 },
    { name: "b", decision: 1, kev: 1 },
    { name: "c", decision: 0, kev: 1 },
  ]);
});

test("what a tool says by both names is one detection, and saying it again writes nothing", async () => {
  const said = (rule: string): Said => ({ rule, location: "pkg:a", evidence: { by: rule } });
  await says("grype", 1, [said(ghsa), said(cve)]);
  await says("osv", 2, [{ rule: cve, aliases: [ghsa] }], "docker.io/acme/other@1");
  await mergeSame(h.db.pool);
  const { rows } = await h.db.pool.query("SELECT evidence FROM detection WHERE evidence ? 'by'");
  expect(rows).toEqual([{ evidence: { by: [cve, ghsa], location: "pkg:a" } }]);
  const mark = await writtenMark(h.db.pool);
  await says("grype", 3, [said(ghsa), said(cve)]);
  expect(await writtenMark(h.db.pool)).toBe(mark);
  expect(await faults(h.db.pool)).toEqual([]);
});

test("what is held for confirmation is only what a scope no longer says by any name", async () => {
  const many = Array.from({ length: 30 }, (_, n) => ({ rule: `GHSA-aaaa-bbbb-${1000 + n}` }));
  await says("grype", 1, [...many, { rule: cve }]);
  const [counts] = await says("grype", 2, [{ rule: cve }]);
  expect(counts).toMatchObject({ held: true, heldClosures: 30 });
  await says("osv", 3, [{ rule: cve, aliases: ["GHSA-aaaa-bbbb-1000"] }], "docker.io/acme/other@1");
  await says("osv", 3, [{ rule: "CVE-2026-1001", aliases: ["GHSA-aaaa-bbbb-1001"] }], "docker.io/acme/third@1");
  await mergeSame(h.db.pool);
  const held = await h.db.pool.query(
    "SELECT r.code FROM held_closure h JOIN rule r ON r.id = h.rule_id WHERE r.code LIKE 'CVE-%' OR r.code = 'GHSA-aaaa-bbbb-1000'",
  );
  expect(held.rows).toEqual([{ code: "CVE-2026-1001" }]);
  const { rows } = await h.db.pool.query("SELECT count(*)::int AS n FROM held_closure");
  expect(rows).toEqual([{ n: 29 }]);
  expect(await faults(h.db.pool)).toEqual([]);
  // The same claim again, with the packed copies made anew: nothing of it is new.
  const [again] = await says("grype", 4, [{ rule: cve }]);
  expect(again).toMatchObject({ heldClosures: 29, detections: { new: 0, changed: 0 } });
});

test("what is said of a version that has no place goes over as well", async () => {
  await says("grype", 1, [{ rule: ghsa }]);
  // Reported as run by a workload which, by then, runs another version.
  await h.db.pool.query("DELETE FROM placement");
  await h.db.pool.query("DELETE FROM finding");
  await h.db.pool.query(
    "TRUNCATE posture_count, posture_sum, posture_fix, posture_delta, posture_fix_delta, posture_cluster, posture_team",
  );
  await says("trivy", 2, [{ rule: cve }], "docker.io/acme/other@1");
  await says("osv", 3, [{ rule: cve, aliases: [ghsa] }], "docker.io/acme/third@1");
  expect(await mergeSame(h.db.pool)).toBe(1);
  const { rows } = await h.db.pool.query(
    "SELECT r.code FROM detection d LEFT JOIN rule r ON r.id = d.rule_id ORDER BY d.asset_id",
  );
  expect(rows).toEqual([{ code: cve }, { code: cve }, { code: cve }]);
});
