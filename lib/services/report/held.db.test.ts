import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { forgetRules } from "@/lib/ingest/rules";
import { faults } from "@/lib/ingest/testing/compare";
import { emptied } from "@/lib/ingest/testing/state";
import { makePerson, type Person, refusalOf } from "../testing/people";
import { confirmHeld, refuseHeld } from "./held";
import { outcome, send } from "./testing/send";

let database: TestDatabase;
let security: Person;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptied(database.pool);
  forgetRules(database.pool);
  await database.pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One')");
  security = await makePerson("security");
});
afterAll(async () => {
  await closePool();
  await database.close();
});

/** A scan of a node's files that lists so many flaws, and some that are new. */
function scan(day: number, many: number, fresh = 0): string {
  const flaw = (id: string) => ({ VulnerabilityID: id, PkgName: "openssl", InstalledVersion: "1", Severity: "HIGH" });
  return JSON.stringify({
    ...{ SchemaVersion: 2, ArtifactName: "registry.example.org/app:1", ArtifactType: "container_image" },
    CreatedAt: `2026-01-0${day}T00:00:00Z`,
    Metadata: {
      RepoTags: ["registry.example.org/app:1"],
      RepoDigests: [`registry.example.org/app@sha256:${"cd".repeat(32)}`],
    },
    Results: [
      {
        ...{ Target: "app", Class: "os-pkgs", Type: "debian" },
        Vulnerabilities: [
          ...Array.from({ length: many }, (_, n) => flaw(`CVE-2026-${1000 + n}`)),
          ...Array.from({ length: fresh }, (_, n) => flaw(`CVE-2027-${1000 + n}`)),
        ],
      },
    ],
  });
}

const input = { clusterId: 1 };
const open = async () =>
  (await database.pool.query("SELECT count(*)::int AS n FROM finding WHERE presence = 0")).rows[0].n as number;
const give = (text: string, part: object = {}) => send(database.pool, text, { ...input, ...part });

it("holds closures, applies additions, and closes when security confirms", async () => {
  expect((await give(scan(1, 30))).result).toMatchObject({ created: 30 });
  const held = await give(scan(2, 2, 3));
  expect(held).toMatchObject({
    state: "held",
    result: { created: 3, closed: 0, held: true, heldClosures: 28, unchanged: 30 },
  });
  expect(await open()).toBe(33);

  const developer = await makePerson("devops");
  expect(await refusalOf(confirmHeld(developer.actor, held.id))).toBe("forbidden");
  expect(await confirmHeld(security.actor, held.id)).toEqual({ closed: 28 });
  expect(await open()).toBe(5);
  expect(await outcome(database.pool, held.id)).toMatchObject({ state: "done", result: { held: false, closed: 28 } });
  expect(await refusalOf(confirmHeld(security.actor, held.id))).toBe("conflict");
  expect(await faults(database.pool)).toEqual([]);
  // The packed copy was dropped, and is rebuilt from the rows.
  expect((await give(scan(3, 2, 2))).result).toMatchObject({ created: 0, closed: 1, unchanged: 4, heldClosures: 0 });
  expect(await faults(database.pool)).toEqual([]);
});

it("keeps all open when security refuses; the next report asks again", async () => {
  await give(scan(1, 30));
  const held = await give(scan(2, 2));
  await refuseHeld(security.actor, held.id);
  expect(await open()).toBe(30);
  expect(await outcome(database.pool, held.id)).toMatchObject({ state: "done", result: { closed: 0, held: false } });
  expect((await give(scan(3, 2))).result).toMatchObject({ held: true, heldClosures: 28 });
});

it("closes what the same bytes say when they are forced", async () => {
  await give(scan(1, 30));
  const held = await give(scan(2, 2));
  expect(held.state).toBe("held");
  // A retry without force changes nothing, and what waits goes on waiting.
  expect((await give(scan(2, 2))).result).toMatchObject({ created: 0, closed: 0, unchanged: 30 });
  expect((await give(scan(2, 2), { force: true })).result).toMatchObject({ closed: 28, held: false });
  expect(await open()).toBe(2);
  expect((await outcome(database.pool, held.id)).state).toBe("done");
  expect(await faults(database.pool)).toEqual([]);
});

it("lets go of what it held when a newer report has it again", async () => {
  await give(scan(1, 30));
  const held = await give(scan(2, 2));
  expect((await give(scan(3, 30))).result).toMatchObject({ created: 0, closed: 0, unchanged: 30, heldClosures: 0 });
  expect(await outcome(database.pool, held.id)).toMatchObject({ state: "done", result: { held: false } });
  expect(await refusalOf(confirmHeld(security.actor, held.id))).toBe("conflict");
  expect(await open()).toBe(30);
});

it("previews without changing anything", async () => {
  await give(scan(1, 30));
  expect((await give(scan(2, 2, 3), { dryRun: true })).result).toMatchObject({
    dryRun: true,
    created: 3,
    heldClosures: 28,
  });
  expect((await give(scan(2, 20, 3), { dryRun: true })).result).toMatchObject({ dryRun: true, created: 3, closed: 10 });
  expect(await open()).toBe(30);
  expect((await database.pool.query("SELECT 1 FROM held_closure")).rowCount).toBe(0);
  expect((await give(scan(2, 20, 3))).result).toMatchObject({ dryRun: false, created: 3, closed: 10 });
});
