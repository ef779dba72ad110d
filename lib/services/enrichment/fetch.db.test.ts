import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor, type UserActor } from "@/lib/authz/actor";
import { FeedUrl } from "@/lib/client/contract/enrichment";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { processReport } from "../report/process";
import { outcome } from "../report/testing/send";
import { makePerson, refusalOf } from "../testing/people";
import { readFeeds, setFeeds } from "./feeds";
import { fetchFeeds } from "./fetch";

let database: TestDatabase;
let server: Server;
let base: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const asked: IncomingMessage[] = [];
const kev = JSON.stringify({
  ...{ catalogVersion: "2026.03.04", dateReleased: "2026-03-04T00:00:00Z", count: 1 },
  vulnerabilities: [{ cveID: "CVE-2026-1001", dateAdded: "2026-03-01", dueDate: "2026-03-22" }],
});

beforeAll(async () => {
  database = await testDatabase();
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await closePool();
  await database.close();
});

const admin = systemActor("test");
const state = async () => (await readFeeds(admin)).kev;

it("is off until it is set, asks conditionally, and imports what is new", async () => {
  await fetchFeeds(pool());
  expect(asked).toEqual([]);
  await setFeeds(admin, { kev: `${base}/feed/kev.json` });
  answer = (request, response) => {
    if (request.url === "/feed/kev.json") response.writeHead(302, { location: "/list.json" }).end();
    else if (request.headers["if-none-match"] === '"1"') response.writeHead(304).end();
    else response.writeHead(200, { etag: '"1"' }).end(kev);
  };
  await fetchFeeds(pool());
  const { report, error, answeredAt } = await state();
  expect({ error, answered: answeredAt !== null }).toEqual({ error: null, answered: true });
  await processReport(pool(), report ?? "");
  expect(await outcome(pool(), report ?? "")).toMatchObject({ state: "done", error: null });
  const { rows } = await pool().query("SELECT code, kev FROM exploitation");
  expect(rows).toEqual([{ code: "CVE-2026-1001", kev: true }]);
  await fetchFeeds(pool());
  expect((await state()).report).toBe(report);
  expect((await pool().query("SELECT count(*)::int AS n FROM report")).rows).toEqual([{ n: 1 }]);
});

it("says why it failed, and keeps what it had", async () => {
  const { report } = await state();
  for (const [given, reason] of [
    [(_: IncomingMessage, response: ServerResponse) => response.writeHead(500).end("secret words"), "it answered 500"],
    [(request: IncomingMessage) => request.socket.destroy(), "it cannot be reached"],
    [
      (_: IncomingMessage, response: ServerResponse) =>
        response.writeHead(302, { location: "http://10.0.0.1/x" }).end(),
      "it leads to an address that is not https",
    ],
    [(_: IncomingMessage, response: ServerResponse) => response.writeHead(302, { location: "/" }).end(), "without end"],
  ] as const) {
    answer = given;
    await fetchFeeds(pool());
    expect((await state()).error).toContain(reason);
  }
  expect((await state()).report).toBe(report);
});

it("is for admins, leaves an audit entry, and takes https addresses only", async () => {
  const people: UserActor[] = [];
  for (const role of ["security", "devops", "manager"] as const) people.push((await makePerson(role)).actor);
  for (const person of people) {
    expect(await refusalOf(setFeeds(person, {}))).toBe("forbidden");
    expect(await refusalOf(readFeeds(person))).toBe("forbidden");
  }
  await setFeeds(admin, {});
  expect((await state()).url).toBeNull();
  const { rows } = await pool().query("SELECT target FROM audit_entry WHERE action = 'enrichment.set'");
  expect(rows).toEqual([{ target: "feed:kev" }, { target: "feed:kev" }]);
  for (const url of [
    "http://example.org/x",
    "ftp://example.org/x",
    "https://user:pass@example.org/",
    "file:///etc/passwd",
  ])
    expect(FeedUrl.safeParse(url).success, url).toBe(false);
  expect(FeedUrl.safeParse("https://example.org/epss.csv.gz").success).toBe(true);
});
