import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { transaction } from "@/lib/db/transaction";
import { createIntegration } from "../integration/create";
import { listDeliveries, retryDeliveries } from "../integration/deliveries";
import { listIntegrations } from "../integration/list";
import { removeIntegration } from "../integration/remove";
import { updateIntegration } from "../integration/update";
import { makePerson, makeTeam, type Person } from "../testing/people";
import { deliverLane, sweepLanes } from "./deliver";
import { dispatchNotices } from "./dispatch";
import { forgetNotices } from "./forget";
import { raise } from "./raise";
import { type Endpoint, startEndpoint } from "./testing/endpoint";
import { type MailServer, startMailServer } from "./testing/smtp";

let database: TestDatabase;
let endpoint: Endpoint;
let mail: MailServer;
let person: Person;
const admin = systemActor("test");
let clock = Date.parse("2026-03-01T10:00:00Z");
const now = () => new Date(clock);

beforeAll(async () => {
  database = await testDatabase();
  endpoint = await startEndpoint();
  mail = await startMailServer();
  person = await makePerson("devops", [{ team: await makeTeam("checkout") }]);
});
afterAll(async () => {
  await endpoint.close();
  await mail.close();
  await closePool();
  await database.close();
});
beforeEach(async () => {
  endpoint.got.length = 0;
  endpoint.answer = () => ({ status: 204 });
  await pool().query("TRUNCATE notice_delivery, notification_rule, integration, notice, notice_event");
});

async function tell(title: string, userIds: number[] = []): Promise<void> {
  await transaction((client) =>
    raise(client, { kind: "mention", subject: "finding:1", userIds, data: { title, by: "Ada" }, at: now() }),
  );
  await dispatchNotices(pool(), now());
}
/** What a worker does: looks at each lane once a minute. */
async function minutes(n: number): Promise<void> {
  for (let i = 0; i < n; i++) {
    clock += 60_000;
    const { rows } = await pool().query<{ lane: string }>("SELECT DISTINCT lane FROM notice_delivery ORDER BY lane");
    for (const { lane } of rows) await deliverLane(pool(), lane, now);
  }
}
const webhook = (url = `${endpoint.url}/hook`, allowPrivate = true) =>
  createIntegration(admin, { kind: "webhook", name: "SIEM", url, allowPrivate });
const one = async () => (await listIntegrations(admin)).items[0];
const bodies = () => endpoint.got.map(({ body }) => JSON.parse(body) as { id: string; title: string });
const accepted: string[] = [];

it.each([
  ["answers 503", () => ({ status: 503 })],
  ["drops the connection", () => "hang up" as const],
  ["answers 404, as a proxy without its server does", () => ({ status: 404 })],
])("an endpoint that %s for an hour gets each event once afterwards, in order, by one id", async (_, down) => {
  const { key } = await webhook();
  const up = clock + 3_600_000;
  accepted.length = 0;
  endpoint.answer = (got) => {
    if (clock < up) return down();
    accepted.push(JSON.parse(got.body).title);
    return { status: 200 };
  };
  for (let i = 0; i < 6; i++) {
    await tell(`event ${i}`);
    await minutes(10);
  }
  await minutes(70);
  expect(accepted).toEqual(Array.from({ length: 6 }, (_, i) => `Ada mentioned you at event ${i}`));
  const ids = new Map(bodies().map(({ title, id }) => [title, id]));
  for (const { title, id } of bodies()) expect(id).toBe(ids.get(title));
  expect(new Set(ids.values()).size).toBe(6);
  for (const { headers, body } of endpoint.got) {
    const [, seconds, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["x-parapet-signature"])) ?? [];
    expect(
      createHmac("sha256", key ?? "")
        .update(`${seconds}.${body}`)
        .digest("hex"),
    ).toBe(mac);
    expect(headers["x-parapet-event-id"]).toBe(JSON.parse(body).id);
  }
  expect(await one()).toMatchObject({ waiting: 0, failed: 0, failingSince: null, disabledAt: null });
});

it("is tried for more than a day, its failures are shown, and a retry now goes at once", async () => {
  const { id } = await webhook();
  endpoint.answer = () => ({ status: 500, body: "secret words" });
  await tell("x");
  await minutes(60 * 26);
  const [delivery] = await listDeliveries(admin, id);
  expect(delivery).toMatchObject({ error: "it answered 500", failedAt: null, deliveredAt: null });
  expect(delivery?.attempts).toBeGreaterThan(25);
  expect(await one()).toMatchObject({ waiting: 1, lastError: "it answered 500" });
  endpoint.answer = () => ({ status: 200 });
  expect(await retryDeliveries(admin, id)).toBe(1);
  await deliverLane(pool(), `endpoint:${id}`, () => new Date());
  expect(await one()).toMatchObject({ waiting: 0, failingSince: null });
});

it("is switched off after three days of failures, tells the admins, and goes on when it is switched on again", async () => {
  const boss = await makePerson("admin");
  const { id } = await webhook();
  endpoint.answer = () => ({ status: 500 });
  await tell("x");
  await minutes(60 * 73);
  expect((await one())?.disabledFor).toContain("failed for 3 days");
  await dispatchNotices(pool(), now());
  const { rows } = await pool().query("SELECT user_id, e.kind FROM notice n JOIN notice_event e ON e.id = n.event_id");
  expect(rows).toContainEqual({ user_id: boss.id, kind: "integration_disabled" });
  endpoint.answer = () => ({ status: 200 });
  await minutes(60);
  expect((await one())?.waiting).toBe(1);
  await updateIntegration(admin, id, { disabled: false });
  await deliverLane(pool(), `endpoint:${id}`, () => new Date());
  expect(await one()).toMatchObject({ waiting: 0, disabledAt: null, disabledFor: null });
});

it("a message that is refused as such gives way after a day; 410 switches off at once; Retry-After is kept to", async () => {
  const { id } = await webhook();
  endpoint.answer = (got) => ({ status: got.body.includes("bad") ? 422 : 200 });
  await tell("bad");
  await tell("good");
  await minutes(60 * 23);
  expect(await one()).toMatchObject({ waiting: 2, failed: 0 });
  await minutes(60 * 2);
  expect(await one()).toMatchObject({ waiting: 0, failed: 1, disabledAt: null });
  endpoint.answer = () => ({ status: 429, headers: { "retry-after": "7200" } });
  await tell("later");
  await minutes(1);
  const before = endpoint.got.length;
  await minutes(118);
  expect(endpoint.got.length).toBe(before);
  endpoint.answer = () => ({ status: 410 });
  await minutes(5);
  expect((await one())?.disabledFor).toContain("410");
  await removeIntegration(admin, id);
  expect((await pool().query("SELECT 1 FROM notice_delivery")).rowCount).toBe(0);
});

it("two workers on one lane send each event once", async () => {
  const { id } = await webhook();
  for (let i = 0; i < 5; i++) await tell(`e${i}`);
  await Promise.all(Array.from({ length: 6 }, () => deliverLane(pool(), `endpoint:${id}`, now)));
  await deliverLane(pool(), `endpoint:${id}`, now);
  expect(bodies().map(({ title }) => title.slice(-2))).toEqual(["e0", "e1", "e2", "e3", "e4"]);
});

it("nothing is sent into a private network unless an admin allowed it, nor where a redirect leads", async () => {
  const { id } = await webhook(endpoint.url.replace("http:", "https:"), false);
  await tell("x");
  await minutes(1);
  expect(endpoint.got).toEqual([]);
  expect((await one())?.lastError).toContain("private network");
  await updateIntegration(admin, id, { url: "http://169.254.169.254/latest/", allowPrivate: true });
  await deliverLane(pool(), `endpoint:${id}`, () => new Date());
  expect((await one())?.lastError).toContain("nothing is sent to");
  await updateIntegration(admin, id, { url: `${endpoint.url}/a` });
  endpoint.answer = (got) => ({ status: got.path === "/a" ? 307 : 200, headers: { location: "/b" } });
  await deliverLane(pool(), `endpoint:${id}`, () => new Date());
  expect(endpoint.got.map(({ path }) => path)).toEqual(["/a"]);
  expect((await one())?.lastError).toContain("redirects are not followed");
});

it("Slack gets what it documents, with marks of its own made harmless", async () => {
  await createIntegration(admin, {
    kind: "slack",
    name: "#ops",
    url: `${endpoint.url}/services/T0/B0/xyz`,
    allowPrivate: true,
  });
  await tell("<!channel> & co");
  await minutes(1);
  expect(endpoint.got[0]?.path).toBe("/services/T0/B0/xyz");
  expect(JSON.parse(endpoint.got[0]?.body ?? "")).toEqual({ text: "*Ada mentioned you at &lt;!channel&gt; &amp; co*" });
});

it("mail reaches whom it names; one bad address holds up nobody; a server that is down holds up nothing else", async () => {
  const other = await makePerson("security");
  await createIntegration(admin, {
    ...{ kind: "smtp", name: "Mail", host: "127.0.0.1", port: mail.port, security: "none" },
    ...{ user: "parapet", password: "hunter2-smtp", from: "parapet@example.org" },
  });
  mail.refused.add(other.email);
  await tell("CVE-2026-1", [person.id, other.id]);
  await minutes(1);
  expect(mail.mails.map(({ to }) => to)).toEqual([person.email]);
  expect(mail.mails[0]?.data).toContain("Subject: [Parapet] Ada mentioned you at CVE-2026-1");
  expect(mail.credentials).toContain("parapet:hunter2-smtp");
  expect(await one()).toMatchObject({ waiting: 0, failed: 1, failingSince: null });
  const [failed] = await listDeliveries(admin, (await one())?.id ?? 0);
  expect(failed?.error).toBe("the server refuses the sender or recipient (550)");
});

it("secrets are in no answer, payload, log of deliveries, or audit entry, and not in clear in the database", async () => {
  const secrets = ["hunter2-smtp", "T0/B0/xyz", "ghp_planted", "ppw_"];
  await createIntegration(admin, {
    kind: "slack",
    name: "s",
    url: `${endpoint.url}/services/T0/B0/xyz`,
    allowPrivate: true,
  });
  const { id } = await createIntegration(admin, {
    ...{ kind: "smtp", name: "Mail", host: "127.0.0.1", port: 1, security: "none", user: "u" },
    ...{ password: "hunter2-smtp", from: "parapet@example.org" },
  });
  await createIntegration(admin, { kind: "github", name: "g", apiUrl: "https://api.github.com", token: "ghp_planted" });
  await webhook();
  await updateIntegration(admin, id, { password: "hunter2-smtp-2" });
  await tell("x", [person.id]);
  await minutes(2);
  const kept = await pool().query(
    `SELECT (SELECT json_agg(d) FROM notice_delivery d)::text AS a, (SELECT json_agg(d) FROM audit_entry d)::text AS b,
       (SELECT json_agg(d) FROM integration d)::text AS c`,
  );
  const said = JSON.stringify([await listIntegrations(admin), await listDeliveries(admin, id), kept.rows]);
  for (const secret of secrets) expect(said, secret).not.toContain(secret);
  expect(endpoint.got.map(({ body }) => body).join()).not.toContain("ppw_");
});

it("what no job was left for is found again", async () => {
  await webhook();
  await tell("x");
  await pool().query("DELETE FROM graphile_worker._private_jobs");
  await sweepLanes(pool(), now());
  const { rows } = await pool().query("SELECT task_identifier FROM graphile_worker.jobs");
  expect(rows).toEqual([{ task_identifier: "deliver-notices" }]);
});

it("what was sent long ago is let go, what waits is not", async () => {
  await webhook();
  await tell("sent", [person.id]);
  await minutes(1);
  endpoint.answer = () => ({ status: 500 });
  await tell("waits");
  await forgetNotices(pool(), new Date(clock + 200 * 86_400_000));
  const left = await pool().query("SELECT payload->>'title' AS title FROM notice_delivery");
  expect(left.rows).toEqual([{ title: "Ada mentioned you at waits" }]);
  const events = await pool().query("SELECT data->>'title' AS title FROM notice_event");
  expect(events.rows).toEqual([{ title: "waits" }]);
});
