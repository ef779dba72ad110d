import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/authz/actor";
import { systemActor } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import type { ProblemBody } from "@/lib/client/contract/problem";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { makePerson, makeTeam } from "@/lib/services/testing/people";
import { createToken } from "@/lib/services/token/create";
import { resolveToken } from "@/lib/services/token/resolve";
import { operations } from "./registry";
import { type As, asBrowser, ask, asNobody, asToken } from "./testing";

let database: TestDatabase;
/** Who calls: with which headers, and who that is for the rights table. */
const callers = new Map<string, { as: As; actor: Actor | null }>();
const names = [
  "nobody",
  "admin",
  "security",
  "manager",
  "devops",
  "devops lead",
  "devops without a team",
  "import token",
  "read token",
  "team's read token",
  "team's import token",
] as const;

async function addToken(name: string, request: Parameters<typeof createToken>[1]): Promise<void> {
  const { token } = await createToken(systemActor("test"), request);
  callers.set(name, { as: asToken(token), actor: await resolveToken(token) });
}

beforeAll(async () => {
  database = await testDatabase();
  const team = await makeTeam("checkout");
  callers.set("nobody", { as: asNobody, actor: null });
  const people = {
    admin: await makePerson("admin"),
    security: await makePerson("security"),
    manager: await makePerson("manager"),
    devops: await makePerson("devops", [{ team }]),
    "devops lead": await makePerson("devops", [{ team, lead: true }]),
    "devops without a team": await makePerson("devops"),
  };
  for (const [name, { secret, actor }] of Object.entries(people)) {
    callers.set(name, { as: await asBrowser(secret), actor });
  }
  const days = 1;
  await addToken("import token", { kind: "import", name: "i", cluster: "prod", days, makeCluster: true });
  await addToken("read token", { kind: "read", name: "r", days });
  await addToken("team's read token", { kind: "read", name: "t", team: "checkout", days });
  await addToken("team's import token", { kind: "import", name: "o", team: "checkout", days });
});
afterAll(async () => {
  await closePool();
  await database.close();
});

/** Things that are not there and bodies that say nothing: whoever is let in is told so, whoever is not learns nothing. */
const params = { id: "999999", slug: "nothing-here", userId: "999999" };

describe.each(operations)("$method $path", (operation) => {
  it.each(names)("%s", async (name) => {
    const caller = callers.get(name);
    if (!caller) return expect.unreachable();
    const body = operation.input?.body ? {} : undefined;
    const raw = operation.body === "stream" ? "" : undefined;
    const response = await ask(operation, caller.as, { params, body, raw });
    const answer = (await response.json()) as Partial<ProblemBody>;
    expect(response.status, JSON.stringify(answer)).not.toBe(500);
    if (operation.action === undefined) expect([401, 403]).not.toContain(response.status);
    else if (caller.actor === null) expect(response.status).toBe(401);
    else if (!can(caller.actor, operation.action)) expect(response.status).toBe(403);
    else expect([401, 403]).not.toContain(response.status);
    if (response.status >= 400) {
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.requestId).toBe(response.headers.get("x-request-id"));
    }
  });
});

describe("tokens that do not hold", () => {
  it("are refused everywhere, not taken for nobody", async () => {
    const { token, id } = await createToken(systemActor("test"), { kind: "read", name: "x", days: 1 });
    const [operation] = operations.filter((one) => one.id === "listTeams");
    if (!operation) return expect.unreachable();
    expect((await ask(operation, asToken(token))).status).toBe(200);
    await pool().query("UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = $1", [id]);
    expect((await ask(operation, asToken(token))).status).toBe(401);
    await pool().query("UPDATE api_token SET expires_at = NULL, revoked_at = now() WHERE id = $1", [id]);
    for (const bad of [token, "ppt_", "nonsense", `${token}x`]) {
      expect((await ask(operation, asToken(bad))).status).toBe(401);
    }
    expect((await ask(operation, { authorization: "Basic YTpi" })).status).toBe(401);
  });
});
