import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { readActions } from "@/lib/authz/policy";
import { scopeOf } from "@/lib/authz/scope";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { clusterForImport } from "../cluster/for-import";
import { makePerson, makeTeam, type Person, refusalOf } from "../testing/people";
import { createToken } from "./create";
import { listTokens } from "./list";
import { resolveToken } from "./resolve";
import { revokeToken } from "./revoke";

let database: TestDatabase;
let admin: Person;
const local = systemActor("command line");
const days = 30;

beforeAll(async () => {
  database = await testDatabase();
  admin = await makePerson("admin");
});
afterAll(async () => {
  await closePool();
  await database.close();
});

describe("a token", () => {
  it("that imports may do so for its cluster only, which the command line makes", async () => {
    const wanted = { kind: "import", name: "ci", cluster: "east", days } as const;
    expect(await refusalOf(createToken(admin.actor, wanted))).toBe("invalid");
    const { token } = await createToken(local, { ...wanted, makeCluster: true });
    const { token: again } = await createToken(local, { ...wanted, makeCluster: true });
    expect(token).toMatch(/^ppt_[A-Za-z0-9_-]{43}$/);
    expect(again).not.toBe(token);
    expect((await pool().query("SELECT 1 FROM cluster WHERE slug = 'east'")).rowCount).toBe(1);
    await pool().query("INSERT INTO cluster (slug, name) VALUES ('west', 'West')");
    const actor = await resolveToken(token);
    if (!actor) return expect.unreachable();
    expect(actor.actions).toEqual(["reports.import", "reports.read"]);
    expect(scopeOf(actor).teams).toEqual([]);
    expect(await clusterForImport(actor, undefined)).toBe(actor.clusterId);
    expect(await clusterForImport(actor, "east")).toBe(actor.clusterId);
    expect(await refusalOf(clusterForImport(actor, "west"))).toBe("forbidden");
    expect(await refusalOf(clusterForImport(actor, "nowhere"))).toBe("forbidden");
  });

  it("that reads reads as security does, or as one team, and imports nothing", async () => {
    await makeTeam("red");
    const all = await resolveToken((await createToken(admin.actor, { kind: "read", name: "bi", days })).token);
    const red = await resolveToken(
      (await createToken(admin.actor, { kind: "read", name: "red", team: "red", days })).token,
    );
    if (!all || !red) return expect.unreachable();
    expect(all.actions).toEqual(readActions);
    expect(scopeOf(all).teams).toBe("*");
    expect(scopeOf(red).teams).toEqual([red.teamId]);
    expect(await refusalOf(clusterForImport(all, "east"))).toBe("forbidden");
  });

  it("is refused where its parts do not fit together", async () => {
    const outcomes = await Promise.all([
      refusalOf(createToken(admin.actor, { kind: "import", name: "x", days })),
      refusalOf(createToken(admin.actor, { kind: "import", name: "x", cluster: "east", team: "red", days })),
      refusalOf(createToken(admin.actor, { kind: "import", name: "x", team: "none", days })),
      refusalOf(createToken(admin.actor, { kind: "read", name: "x", cluster: "east", days })),
      refusalOf(createToken(admin.actor, { kind: "read", name: "x", team: "none", days })),
    ]);
    expect(outcomes).toEqual(Array(5).fill("invalid"));
  });

  it("is made, listed and ended by admins only; what is stored and listed does not hold it", async () => {
    const { id, token } = await createToken(admin.actor, { kind: "read", name: "secret", days });
    for (const role of ["security", "devops", "manager"] as const) {
      const { actor } = await makePerson(role);
      expect(await refusalOf(createToken(actor, { kind: "read", name: "x", days }))).toBe("forbidden");
      expect(await refusalOf(listTokens(actor))).toBe("forbidden");
      expect(await refusalOf(revokeToken(actor, id))).toBe("forbidden");
    }
    const [row] = await listTokens(admin.actor, id);
    expect(row).toMatchObject({
      name: "secret",
      prefix: token.slice(0, 10),
      cluster: null,
      createdBy: admin.actor.name,
    });
    const { rows } = await pool().query<{ text: string }>(
      "SELECT (SELECT string_agg(k::text, ' ') FROM api_token k) || (SELECT string_agg(a::text, ' ') FROM audit_entry a) AS text",
    );
    expect(JSON.stringify(row) + rows[0]?.text).not.toContain(token.slice(10));
    expect((await resolveToken(token))?.id).toBe(id);
    await revokeToken(admin.actor, id);
    expect(await resolveToken(token)).toBeNull();
    expect(await refusalOf(revokeToken(admin.actor, id))).toBe("not_found");
  });

  it("says when it was last used, and loses rights that no longer exist", async () => {
    const { id, token } = await createToken(admin.actor, { kind: "read", name: "old", days });
    expect((await listTokens(admin.actor, id))[0]?.lastUsedAt).toBeNull();
    await pool().query("UPDATE api_token SET actions = '{findings.read,everything.ever}' WHERE id = $1", [id]);
    expect((await resolveToken(token))?.actions).toEqual(["findings.read"]);
    expect((await listTokens(admin.actor, id))[0]?.lastUsedAt).not.toBeNull();
  });
});
