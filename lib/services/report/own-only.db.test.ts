import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor, type TokenActor } from "@/lib/authz/actor";
import { scopeOf } from "@/lib/authz/scope";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { clusterForImport } from "../cluster/for-import";
import { makeTeam, refusalOf } from "../testing/people";
import { createToken } from "../token/create";
import { resolveToken } from "../token/resolve";
import { processReport } from "./process";
import { receiveReport } from "./receive";
import { outcome } from "./testing/send";

let database: TestDatabase;
let actor: TokenActor;

beforeAll(async () => {
  database = await testDatabase();
  const red = await makeTeam("red");
  await makeTeam("blue");
  await pool().query(
    `INSERT INTO ownership_rule (priority, team_id, image, repository) VALUES
       (1, $1, 'ghcr.io/acme/red-*', NULL), (2, $1, NULL, 'acme/red'), (3, (SELECT id FROM team WHERE slug = 'blue'), 'ghcr.io/acme/blue', NULL)`,
    [red],
  );
  const days = 1;
  const { token } = await createToken(systemActor("test"), { kind: "import", name: "ci", team: "red", days });
  actor = (await resolveToken(token)) as TokenActor;
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const vulnerability = { VulnerabilityID: "CVE-2026-1", PkgName: "a", InstalledVersion: "1", Severity: "HIGH" };
const scan = (name: string, type = "container_image") =>
  JSON.stringify({
    ...{ SchemaVersion: 2, ArtifactName: name, ArtifactType: type, Metadata: {} },
    Results: [{ Target: name, Class: "lang-pkgs", Type: "npm", Vulnerabilities: [vulnerability] }],
  });

async function sent(body: string) {
  async function* bytes() {
    yield Buffer.from(body);
  }
  const id = await receiveReport(actor, { clusterId: await clusterForImport(actor, undefined) }, bytes());
  await processReport(pool(), id);
  return outcome(pool(), id);
}

it("imports what its team owns, image or repository", async () => {
  expect(await sent(scan("ghcr.io/acme/red-api:1"))).toMatchObject({ state: "done", result: { created: 1 } });
  expect(await sent(scan("acme/red", "repository"))).toMatchObject({ state: "done", result: { created: 1 } });
});

it("refuses what is another team's, nobody's, or a cluster's, and keeps nothing of it", async () => {
  const before = (await pool().query("SELECT count(*) FROM finding")).rows;
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: "n1" } };
  for (const body of [scan("ghcr.io/acme/blue:1"), scan("docker.io/library/nginx:1"), JSON.stringify(node)]) {
    const { state, error } = await sent(body);
    expect(state).toBe("failed");
    expect(error).toMatchObject({ code: "forbidden" });
    expect(error?.message).not.toMatch(/team blue|Blue/);
  }
  expect((await pool().query("SELECT count(*) FROM finding")).rows).toEqual(before);
  expect((await pool().query("SELECT 1 FROM report_chunk")).rowCount).toBe(0);
});

it("is for no cluster, and reads nothing but its own imports", async () => {
  await pool().query("INSERT INTO cluster (slug, name) VALUES ('east', 'East')");
  expect(await refusalOf(clusterForImport(actor, "east"))).toBe("forbidden");
  expect(scopeOf(actor).teams).toEqual([]);
});

it("stops with the ownership that it stands on", async () => {
  await pool().query("DELETE FROM ownership_rule WHERE image = 'ghcr.io/acme/red-*'");
  expect(await sent(scan("ghcr.io/acme/red-api:1"))).toMatchObject({ state: "failed", error: { code: "forbidden" } });
});
