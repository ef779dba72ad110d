import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { conflict, invalid, notFound } from "@/lib/authz/refusal";
import type { ProblemBody } from "@/lib/client/contract/problem";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { makePerson, type Person } from "@/lib/services/testing/people";
import { currentRequestId } from "@/lib/telemetry/context";
import { metrics } from "@/lib/telemetry/metrics";
import { operation, publicOperation } from "./operation";
import { created } from "./reply";
import { type As, asBrowser, ask, asNobody } from "./testing";

let database: TestDatabase;
let security: Person;
let as: As;
let ran = 0;

const echo = operation({
  id: "echo",
  method: "POST",
  path: "/echo/{id}",
  summary: "For the test.",
  action: "findings.triage",
  input: {
    params: z.object({ id: z.coerce.number().int() }),
    query: z.object({ limit: z.coerce.number().max(5).default(1), list: z.string().optional() }),
    body: z.object({ name: z.string().min(2) }),
  },
  output: z.object({ id: z.number(), name: z.string(), list: z.string().optional(), requestId: z.string().nullable() }),
  handler: async ({ input }) => {
    ran++;
    const { params, query, body } = input;
    const extra = { secret: "must not leave" };
    return { ...extra, id: params.id, name: body.name, list: query.list, requestId: currentRequestId() };
  },
});

const throwing = (error: unknown) =>
  operation({
    id: "throwing",
    method: "GET",
    path: "/throwing",
    summary: "For the test.",
    action: "findings.read",
    output: z.object({}),
    handler: async () => {
      throw error;
    },
  });

const good = { params: { id: "7" }, body: { name: "ada" } };
const problem = async (response: Response) => (await response.json()) as ProblemBody;

beforeAll(async () => {
  database = await testDatabase();
  security = await makePerson("security");
  as = await asBrowser(security.secret);
});
afterEach(() => {
  delete process.env.PUBLIC_URL;
});
afterAll(async () => {
  await closePool();
  await database.close();
});

describe("a request that is fine", () => {
  it("is answered with what the output names and nothing else", async () => {
    const response = await ask(echo, as, { ...good, query: "?list=a&list=b", headers: { "x-request-id": "abc-1" } });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ id: 7, name: "ada", list: "a,b", requestId: "abc-1" });
    expect(response.headers.get("x-request-id")).toBe("abc-1");
    expect(response.headers.get("cache-control")).toContain("no-store");
  });

  it("may be answered with another status and a place", async () => {
    const make = publicOperation({
      id: "make",
      method: "POST",
      path: "/make",
      summary: "For the test.",
      public: "For the test of replies.",
      output: z.object({ a: z.number() }),
      handler: async ({ actor, scope }) =>
        created({ a: actor === null && scope.teams.length === 0 ? 1 : 2 }, "/made/1"),
    });
    const response = await ask(make, asNobody);
    expect([response.status, response.headers.get("location"), await response.json()]).toEqual([
      201,
      "/made/1",
      { a: 1 },
    ]);
  });

  it("is counted", async () => {
    metrics().httpSeconds.reset();
    await ask(echo, as, good);
    expect(await metrics().registry.metrics()).toContain(
      'parapet_http_seconds_count{method="POST",route="/echo/{id}",status="200"} 1',
    );
  });
});

describe("a request that is not", () => {
  it("names every wrong field, and does not reach the handler", async () => {
    const before = ran;
    const wrong = await ask(echo, as, { ...good, body: { name: "a" } });
    expect(wrong.status).toBe(400);
    expect(await problem(wrong)).toMatchObject({ code: "invalid", errors: [{ path: "body.name" }] });
    expect((await problem(await ask(echo, as, { ...good, query: "?limit=9" }))).errors?.[0]?.path).toBe("query.limit");
    const param = await problem(await ask(echo, as, { ...good, params: { id: "x" } }));
    expect(param.errors?.[0]?.path).toBe("params.id");
    expect(ran).toBe(before);
  });

  it("must be JSON of a sane size", async () => {
    const json = { "content-type": "application/json" };
    const of = (raw: string, headers: Record<string, string>) => ask(echo, as, { params: { id: "1" }, raw, headers });
    expect((await of("{", json)).status).toBe(400);
    expect((await of('{"name":"ada"}', { "content-type": "text/plain" })).status).toBe(400);
    expect((await of(JSON.stringify({ name: "x".repeat(1_100_000) }), json)).status).toBe(413);
  });

  it("is refused for nobody, for a wrong cookie and for a role without the right, before its input is looked at", async () => {
    const before = ran;
    const nobody = await ask(echo, asNobody, { params: { id: "x" }, body: {} });
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get("www-authenticate")).toContain("Bearer");
    const [name] = as.cookie?.split("; ")[1]?.split("=") ?? [];
    expect((await ask(echo, { ...as, cookie: `${name}=nonsense` }, good)).status).toBe(401);
    const manager = await asBrowser((await makePerson("manager")).secret);
    expect((await ask(echo, manager, { params: { id: "x" }, body: {} })).status).toBe(403);
    expect(ran).toBe(before);
  });

  it("is refused once the session is revoked", async () => {
    const person = await makePerson("security");
    const browser = await asBrowser(person.secret);
    expect((await ask(echo, browser, good)).status).toBe(200);
    await pool().query("UPDATE session SET revoked_at = now() WHERE user_id = $1", [person.id]);
    expect((await ask(echo, browser, good)).status).toBe(401);
  });

  it("is refused when a page elsewhere sends it", async () => {
    const response = await ask(echo, { ...as, origin: "https://evil.example" }, good);
    expect(response.status).toBe(403);
    expect(await problem(response)).toMatchObject({ reason: "origin" });
    const { origin: _origin, ...silent } = as;
    expect((await ask(echo, silent, good)).status).toBe(403);
    expect((await ask(echo, { ...silent, "sec-fetch-site": "same-origin" }, good)).status).toBe(200);
  });

  it("is refused under a foreign host name while only this machine may reach the server", async () => {
    const response = await ask(echo, { ...as, host: "evil.example", origin: "http://evil.example" }, good);
    expect(response.status).toBe(403);
    expect(await problem(response)).toMatchObject({ reason: "host" });
    process.env.PUBLIC_URL = "http://evil.example";
    expect((await ask(echo, { ...as, host: "evil.example", origin: "http://evil.example" }, good)).status).toBe(200);
  });

  it("becomes problem+json with the status of its kind", async () => {
    const cases: [unknown, number, string][] = [
      [invalid("no", "body.x"), 400, "invalid"],
      [notFound(), 404, "not_found"],
      [conflict("no", "taken"), 409, "conflict"],
      [new Error("password=hunter2 at db.internal"), 500, "internal"],
      ["a string", 500, "internal"],
    ];
    for (const [error, status, code] of cases) {
      const response = await ask(throwing(error), as);
      const body = await problem(response);
      expect([response.status, body.status, body.code]).toEqual([status, status, code]);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
      expect(JSON.stringify(body)).not.toContain("hunter2");
    }
  });

  it("does not let an answer of the wrong shape out", async () => {
    const bad = operation({
      id: "bad",
      method: "GET",
      path: "/bad",
      summary: "For the test.",
      action: "findings.read",
      output: z.object({ n: z.number() }),
      handler: async () => JSON.parse('{"n":"secret"}') as { n: number },
    });
    const response = await ask(bad, as);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });

  it("has to wait when there are too many", async () => {
    const limited = operation({
      id: "limited",
      method: "GET",
      path: "/limited",
      summary: "For the test.",
      action: "findings.read",
      output: z.object({}),
      rate: { name: "test", max: 2, seconds: 3600 },
      handler: async () => ({}),
    });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await ask(limited, as)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect(Number((await ask(limited, as)).headers.get("retry-after"))).toBeGreaterThan(0);
    const other = await asBrowser((await makePerson("security")).secret);
    expect((await ask(limited, other)).status).toBe(200);
  });

  it("waits after many wrong tokens from one address", async () => {
    const wrong = { authorization: "Bearer ppt_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x-parapet-peer": "203.0.113.77" };
    const statuses: number[] = [];
    for (let i = 0; i < 31; i++) statuses.push((await ask(echo, wrong, good)).status);
    expect(statuses.slice(0, 30).every((status) => status === 401)).toBe(true);
    expect(statuses[30]).toBe(429);
  });
});
