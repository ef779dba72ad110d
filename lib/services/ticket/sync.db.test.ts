import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { type RemediationState, remediationStates } from "@/lib/domain/vocabulary";
import { createIntegration } from "../integration/create";
import { listIntegrations } from "../integration/list";
import { testIntegration } from "../integration/test";
import { type Flaw, trivyImage } from "../report/testing/documents";
import { send } from "../report/testing/send";
import { makePerson, makeTeam, refusalOf } from "../testing/people";
import { planTicket } from "./plan";
import { syncTicket } from "./sync";
import { type FakeGithub, startGithub } from "./testing/github";

let database: TestDatabase;
let github: FakeGithub;
let shop = 0;
let integrationId = 0;
let remediation = 0;
let clock = Date.now();
const now = () => new Date(clock);
const admin = systemActor("test");

beforeAll(async () => {
  database = await testDatabase();
  github = await startGithub();
  shop = await makeTeam("shop");
  const other = await makeTeam("other");
  const { rows } = await pool().query<{ id: number }>(
    "INSERT INTO cluster (slug, name) VALUES ('prod', 'Production'), ('edge', 'Edge') RETURNING id",
  );
  await pool().query(
    "INSERT INTO ownership_rule (priority, team_id, cluster) VALUES (1, $1, 'prod'), (2, $2, 'edge')",
    [...[shop, other]],
  );
  const flaw = (cve: string): Flaw => ({ cve, package: "hunter2-lib", version: "1.0", ecosystem: "npm" });
  const list = [flaw("CVE-2026-0001"), flaw("CVE-2026-0002")];
  for (const { id } of rows) await send(pool(), trivyImage(list, 1), { clusterId: id });
  const made = await createIntegration(admin, {
    ...{ kind: "github", name: "g", apiUrl: github.url, token: "ghp_planted", allowPrivate: true },
    ...{ repositories: { shop: "acme/shop" }, automatic: false },
  });
  integrationId = made.id;
});
afterAll(async () => {
  await github.close();
  await closePool();
  await database.close();
});
beforeEach(async () => {
  github.issues.length = 0;
  github.asked.length = 0;
  await pool().query("DELETE FROM ticket");
  await pool().query("DELETE FROM setting WHERE key LIKE 'tracker.%'");
  const { rows } = await pool().query<{ id: number }>(
    "INSERT INTO remediation (title, team_id) VALUES ('Move web to 1.5.0', $1) RETURNING id",
    [shop],
  );
  remediation = rows[0]?.id ?? 0;
  // The findings of both teams: as a fix of an image that both run has them.
  await pool().query("INSERT INTO remediation_item (remediation_id, finding_id) SELECT $1, id FROM finding", [
    remediation,
  ]);
});

const become = (state: RemediationState) =>
  pool().query("UPDATE remediation SET state = $2 WHERE id = $1", [remediation, remediationStates.code(state)]);
const plan = () => planTicket(admin, remediation);
const sync = () => syncTicket(pool(), remediation, now);
const ticket = async () =>
  (await pool().query("SELECT * FROM ticket WHERE remediation_id = $1", [remediation])).rows[0];

it("makes one issue, which says what its team may see and no more", async () => {
  await sync();
  expect(github.asked).toEqual([]);
  await plan();
  await plan();
  await sync();
  await sync();
  expect(github.asked.map(({ method, status }) => [method, status])).toEqual([["POST", 201]]);
  const [issue] = github.issues;
  expect(issue).toMatchObject({ title: "Move web to 1.5.0", state: "open", labels: ["parapet"] });
  expect(issue?.body).toContain("2 of 2 findings are open. Team `shop`");
  expect(issue?.body).toContain("- [ ] `CVE-2026-0001` (high) in ");
  expect(issue?.body).not.toMatch(/edge|other|hunter2|ghp_/);
  expect(await ticket()).toMatchObject({ number: 1, state: "open", error: null });
});

it("verified closes it, what is reopened opens it again, a claim leaves it as it is", async () => {
  await plan();
  await sync();
  await become("awaiting_verification");
  await sync();
  expect(github.issues[0]?.state).toBe("open");
  await become("verified");
  await sync();
  expect(github.issues[0]?.state).toBe("closed");
  await become("todo");
  await sync();
  expect(github.issues[0]?.state).toBe("open");
});

it("an answer that was lost makes no second issue", async () => {
  await plan();
  github.next.push("lost");
  await sync();
  expect(await ticket()).toMatchObject({ number: null, attempts: 1 });
  clock += 60_000;
  await sync();
  expect(github.issues.length).toBe(1);
  expect(await ticket()).toMatchObject({ number: 1, error: null, attempts: 0 });
});

it("keeps quiet for as long as a rate limit says, for all tickets, and goes on then", async () => {
  await plan();
  const reset = Math.floor(clock / 1000) + 1800;
  github.next.push({ status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) } });
  await sync();
  expect((await ticket()).error).toContain("asks to wait");
  clock += 1_700_000;
  await sync();
  expect(github.asked.length).toBe(1);
  clock += 200_000;
  await sync();
  expect(github.issues.length).toBe(1);
});

it("what is refused for good is shown, and tried again only when something changes", async () => {
  await plan();
  github.next.push({ status: 410, body: "{}" });
  await sync();
  expect(await ticket()).toMatchObject({
    next_at: null,
    error: "issues are switched off there, or this one was deleted (410)",
  });
  expect((await listIntegrations(admin)).items[0]?.lastError).toContain("410");
  expect(await testIntegration(admin, integrationId)).toBeNull();
  github.token = "ghp_other";
  expect(await testIntegration(admin, integrationId)).toContain("token");
  github.token = "ghp_planted";
});

it("is for those who may write the remediation, where its team has a repository", async () => {
  const stranger = await makePerson("devops", [{ team: await makeTeam("third") }]);
  expect(await refusalOf(planTicket(stranger.actor, remediation))).toBe("not_found");
  expect(await refusalOf(planTicket((await makePerson("manager")).actor, remediation))).toBe("forbidden");
  const { rows } = await pool().query<{ id: number }>(
    "INSERT INTO remediation (title, team_id) SELECT 'x', id FROM team WHERE slug = 'other' RETURNING id",
  );
  expect(await refusalOf(planTicket(admin, rows[0]?.id ?? 0))).toBe("conflict");
  await planTicket((await makePerson("devops", [{ team: shop }])).actor, remediation);
});
