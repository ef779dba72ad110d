import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { remediationStates } from "@/lib/domain/vocabulary";
import { createIntegration } from "../integration/create";
import { createRemediation } from "../remediation/create";
import { moveRemediation } from "../remediation/move";
import { type Flaw, trivyImage } from "../report/testing/documents";
import { send } from "../report/testing/send";
import { makeTeam, refusalOf } from "../testing/people";
import { pollTickets, pullTicket } from "./poll";
import { receiveHook } from "./receive";
import { syncTicket } from "./sync";
import { type FakeGithub, startGithub } from "./testing/github";

let database: TestDatabase;
let github: FakeGithub;
let key = "";
let integrationId = 0;
let remediation = 0;
let clock = Date.now();
const now = () => new Date(clock);
const admin = systemActor("test");

beforeAll(async () => {
  database = await testDatabase();
  github = await startGithub();
  github.now = now;
  const shop = await makeTeam("shop");
  const { rows } = await pool().query<{ id: number }>(
    "INSERT INTO cluster (slug, name) VALUES ('prod', 'Production') RETURNING id",
  );
  await pool().query("INSERT INTO ownership_rule (priority, team_id, cluster) VALUES (1, $1, 'prod')", [shop]);
  const flaws: Flaw[] = [{ cve: "CVE-2026-0001", package: "lib", version: "1.0", ecosystem: "npm" }];
  await send(pool(), trivyImage(flaws, 1), { clusterId: rows[0]?.id ?? 0 });
  const made = await createIntegration(admin, {
    ...{ kind: "github", name: "g", apiUrl: github.url, token: "ghp_planted", allowPrivate: true },
    ...{ repositories: { shop: "acme/shop" }, automatic: true },
  });
  integrationId = made.id;
  key = made.key ?? "";
});
afterAll(async () => {
  await github.close();
  await closePool();
  await database.close();
});
beforeEach(async () => {
  github.asked.length = 0;
  clock += 60_000;
  for (const table of ["ticket", "remediation_item", "remediation"]) await pool().query(`DELETE FROM ${table}`);
  github.issues.length = 0;
  await pool().query("DELETE FROM setting WHERE key LIKE 'tracker.%'");
  const { rows } = await pool().query<{ id: string }>("SELECT id::text FROM finding");
  const made = await createRemediation(
    admin,
    { findingIds: rows.map(({ id }) => id), team: "shop", title: "Move web" },
    now(),
  );
  remediation = made.id;
  await syncTicket(pool(), remediation, now);
});

const state = async () => {
  const { rows } = await pool().query<{ state: number }>("SELECT state FROM remediation WHERE id = $1", [remediation]);
  return remediationStates.word(rows[0]?.state ?? -1);
};
const poll = async () => {
  clock += 60_000;
  await pollTickets(pool(), now);
};

it("closing the issue claims that it is fixed, never that it is verified; reopening takes that back", async () => {
  expect(github.issues.length).toBe(1);
  github.set(1, "closed");
  await poll();
  expect(await state()).toBe("awaiting_verification");
  await syncTicket(pool(), remediation, now);
  expect(github.issues[0]?.state).toBe("closed");
  await poll();
  expect(await state()).toBe("awaiting_verification");
  github.set(1, "open");
  await poll();
  expect(await state()).toBe("in_progress");
});

it("what is sent back or put back opens the issue again", async () => {
  github.set(1, "closed");
  await poll();
  await moveRemediation(admin, remediation, { to: "in_progress", version: null }, now());
  await syncTicket(pool(), remediation, now);
  expect(github.issues[0]?.state).toBe("open");
  await poll();
  expect(await state()).toBe("in_progress");
});

it("a cancelled one stays cancelled, whatever is done with its issue", async () => {
  await moveRemediation(admin, remediation, { to: "cancelled", version: null, reason: "gone" }, now());
  await syncTicket(pool(), remediation, now);
  expect(github.issues[0]?.state).toBe("closed");
  github.set(1, "open");
  await poll();
  expect(await state()).toBe("cancelled");
  await syncTicket(pool(), remediation, now);
  expect(github.issues[0]?.state).toBe("closed");
});

it("follows every change of the remediation by a job, whoever made it", async () => {
  await pool().query("DELETE FROM graphile_worker._private_jobs");
  await pool().query("UPDATE remediation SET title = 'Other' WHERE id = $1", [remediation]);
  const { rows } = await pool().query("SELECT key FROM graphile_worker.jobs");
  expect(rows).toEqual([{ key: `ticket-${remediation}` }]);
  await syncTicket(pool(), remediation, now);
  expect(github.issues[0]?.title).toBe("Other");
});

it("a signed webhook has the issue asked about; one that is forged or replayed moves nothing", async () => {
  const body = Buffer.from(
    JSON.stringify({ action: "closed", issue: { number: 1 }, repository: { full_name: "Acme/Shop" } }),
  );
  const signed = `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
  expect(await refusalOf(receiveHook(body, null, "issues"))).toBe("invalid");
  expect(
    await refusalOf(
      receiveHook(
        body,
        signed.replace(/.$/, (c) => (c === "0" ? "1" : "0")),
        "issues",
      ),
    ),
  ).toBe("invalid");
  await pool().query("DELETE FROM graphile_worker._private_jobs");
  await receiveHook(body, signed, "ping");
  await receiveHook(Buffer.from("{}"), `sha256=${createHmac("sha256", key).update("{}").digest("hex")}`, "issues");
  expect((await pool().query("SELECT 1 FROM graphile_worker.jobs")).rowCount).toBe(0);
  await receiveHook(body, signed, "issues");
  const { rows } = await pool().query("SELECT task_identifier FROM graphile_worker.jobs");
  expect(rows).toEqual([{ task_identifier: "pull-ticket" }]);
  // It says closed, but the issue is open: what the tracker answers is what counts.
  await pullTicket(pool(), integrationId, { repository: "acme/shop", number: 1 }, now());
  expect(await state()).toBe("todo");
  github.set(1, "closed");
  await pullTicket(pool(), integrationId, { repository: "acme/shop", number: 1 }, now());
  expect(await state()).toBe("awaiting_verification");
});
