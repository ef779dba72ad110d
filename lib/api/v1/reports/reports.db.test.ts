import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import type { ProblemBody } from "@/lib/client/contract/problem";
import type { Report } from "@/lib/client/contract/report";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { createCluster } from "@/lib/services/cluster/create";
import { makePerson, makeTeam } from "@/lib/services/testing/people";
import { createToken } from "@/lib/services/token/create";
import { type As, asBrowser, ask, asToken } from "../../testing";
import { confirmReport } from "./confirm";
import { getReport } from "./get";
import { listReports } from "./list";
import { uploadReport } from "./upload";

let database: TestDatabase;
let admin: As;
let security: As;
let devops: As;
const tokens: Record<"east" | "west" | "read", As> = { east: {}, west: {}, read: {} };

const send = async (as: As, query = "", raw: BodyInit = "[]", headers = {}) => {
  const response = await ask(uploadReport, as, { query, raw, headers });
  return { status: response.status, body: (await response.json()) as Partial<Report & ProblemBody> };
};
const list = async (as: As, query = "") => {
  const response = await ask(listReports, as, { query });
  return (await response.json()) as { items: Report[]; nextCursor: string | null };
};
const seen = async (as: As, id = "0") => (await ask(getReport, as, { params: { id } })).status;

beforeAll(async () => {
  database = await testDatabase();
  const system = systemActor("test");
  for (const slug of ["east", "west"] as const) {
    await createCluster(system, { slug });
    const { token } = await createToken(system, { kind: "import", name: slug, cluster: slug, days: 1 });
    tokens[slug] = asToken(token);
  }
  tokens.read = asToken((await createToken(system, { kind: "read", name: "r", days: 1 })).token);
  const team = await makeTeam("checkout");
  admin = await asBrowser((await makePerson("admin")).secret);
  security = await asBrowser((await makePerson("security")).secret);
  devops = await asBrowser((await makePerson("devops", [{ team, lead: true }])).secret);
});
afterAll(async () => {
  await closePool();
  await database.close();
});

describe("an upload", () => {
  it("is durable and queued when it is answered", async () => {
    const { status, body } = await send(admin, "?cluster=east&fileName=a.json", "x".repeat(3_000_000));
    expect(status).toBe(202);
    expect(body).toMatchObject({
      state: "queued",
      fileName: "a.json",
      cluster: "east",
      progress: { bytes: 3_000_000 },
    });
    const { rows } = await pool().query(
      "SELECT (SELECT sum(length(data))::int FROM report_chunk WHERE report_id = $1) AS bytes, (SELECT count(*)::int FROM graphile_worker.jobs WHERE key = $2) AS jobs",
      [body.id, `report-${body.id}`],
    );
    expect(rows[0]).toEqual({ bytes: 3_000_000, jobs: 1 });
  });

  it("goes to the cluster of the credential, or to the one that is named, never to another", async () => {
    const clusterOf = async (id?: string) =>
      (
        await pool().query("SELECT c.slug FROM report r LEFT JOIN cluster c ON c.id = r.cluster_id WHERE r.id = $1", [
          id,
        ])
      ).rows[0]?.slug;
    expect(await clusterOf((await send(tokens.east)).body.id)).toBe("east");
    expect(await clusterOf((await send(tokens.east, "?cluster=east")).body.id)).toBe("east");
    expect(await clusterOf((await send(admin, "?cluster=west")).body.id)).toBe("west");
    expect(await clusterOf((await send(admin)).body.id)).toBeNull();
    expect((await send(admin, "?cluster=nowhere")).status).toBe(400);
  });

  it("tells a token nothing of other clusters", async () => {
    const there = await send(tokens.east, "?cluster=west");
    const absent = await send(tokens.east, "?cluster=nowhere");
    const { requestId: _1, ...said } = there.body;
    const { requestId: _2, ...other } = absent.body;
    expect(there.status).toBe(403);
    expect(said).toEqual(other);
  });

  it("is refused to those who may not", async () => {
    expect((await send(devops, "?cluster=east")).status).toBe(403);
    expect((await send(tokens.read, "?cluster=east")).status).toBe(403);
    expect((await send({}, "?cluster=east")).status).toBe(401);
  });

  it("gives the same report for the same idempotency key, per cluster", async () => {
    const key = { "idempotency-key": "run-1" };
    const first = (await send(tokens.east, "", "[1]", key)).body.id;
    expect((await send(tokens.east, "", "[1]", key)).body.id).toBe(first);
    expect((await send(tokens.west, "", "[1]", key)).body.id).not.toBe(first);
    expect((await send(tokens.east, "", "[1]", { "idempotency-key": "a b" })).status).toBe(400);
  });

  it("keeps nothing of a body that is too large or breaks off", async () => {
    const count = async () => (await pool().query("SELECT count(*)::int AS n FROM report")).rows[0]?.n;
    const before = await count();
    process.env.PARAPET_MAX_UPLOAD_BYTES = "1000";
    expect((await send(admin, "", "x".repeat(1001))).status).toBe(413);
    delete process.env.PARAPET_MAX_UPLOAD_BYTES;
    let parts = 0;
    const broken = new ReadableStream({
      pull(controller) {
        if (parts++ < 3) controller.enqueue(new Uint8Array(800_000));
        else controller.error(Object.assign(new Error("aborted"), { code: "ECONNRESET" }));
      },
    });
    expect((await send(admin, "", broken)).status).toBe(400);
    expect(await count()).toBe(before);
    expect(
      (
        await pool().query(
          "SELECT 1 FROM report_chunk c WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.id = c.report_id)",
        )
      ).rowCount,
    ).toBe(0);
  });
});

describe("reading uploads", () => {
  it("shows a token its own and no other, and everybody with the right all of them", async () => {
    const { id } = (await send(tokens.east, "?fileName=mine")).body;
    expect(await seen(tokens.east, id)).toBe(200);
    expect(await seen(tokens.west, id)).toBe(404);
    expect(await seen(tokens.west, "99999999")).toBe(404);
    expect(await seen(devops, id)).toBe(404);
    for (const as of [admin, security, tokens.read]) expect(await seen(as, id)).toBe(200);
    expect((await list(tokens.east)).items.map((item) => item.id)).toContain(id);
    expect((await list(tokens.west)).items.map((item) => item.id)).not.toContain(id);
    expect((await list(devops)).items).toEqual([]);
  });

  it("pages by cursor, each once, the newest first", async () => {
    const ids: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof list>> = await list(security, `?limit=2&cursor=${cursor}`);
      ids.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    }
    expect(ids.length).toBeGreaterThan(4);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => Number(b) - Number(a)));
    expect((await ask(listReports, security, { query: "?cursor=WzFd" })).status).toBe(400);
    expect((await list(security, "?cluster=west")).items.every((item) => item.cluster === "west")).toBe(true);
  });

  it("offers to confirm only what is held, and only to security", async () => {
    const { id = "" } = (await send(tokens.east)).body;
    const ability = async (as: As) =>
      ((await (await ask(getReport, as, { params: { id } })).json()) as Report).abilities["imports.confirm"];
    expect(await ability(security)).toBe(false);
    expect((await ask(confirmReport, security, { params: { id } })).status).toBe(409);
    await pool().query("UPDATE report SET state = 'held', observed_at = now() WHERE id = $1", [id]);
    expect([await ability(security), await ability(admin)]).toEqual([true, false]);
    const held = await ask(confirmReport, admin, { params: { id } });
    expect(held.status).toBe(403);
  });
});
