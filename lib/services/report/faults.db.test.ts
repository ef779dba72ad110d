import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { processReport } from "./process";
import { receiveReport } from "./receive";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One')");
});
afterAll(() => database.close());

const report = (image: string) =>
  JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: `${image}:1`,
    ArtifactType: "container_image",
    Results: [
      {
        Target: image,
        Class: "os-pkgs",
        Type: "debian",
        Vulnerabilities: [{ VulnerabilityID: "CVE-2021-1", PkgName: "a", InstalledVersion: "1", Severity: "LOW" }],
      },
    ],
  });

async function* bytes(text: string) {
  yield Buffer.from(text);
}

const send = (image: string) =>
  receiveReport(systemActor("test"), { clusterId: 1 }, bytes(report(image)), database.pool);
const stateOf = async (id: string) =>
  (
    await database.pool.query<{ state: string; error: { code: string } | null }>(
      "SELECT state, error FROM report WHERE id = $1",
      [id],
    )
  ).rows[0];

it("a report that cannot be merged holds up no other, is tried again, and fails in the end", async () => {
  // The database refuses one image, as a bug of ours might.
  await database.pool.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.name LIKE '%/bad:%' THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$`);
  await database.pool.query("CREATE TRIGGER refuse BEFORE INSERT ON asset FOR EACH ROW EXECUTE FUNCTION refuse()");
  const [good, bad, other] = [await send("good"), await send("bad"), await send("other")];

  await expect(processReport(database.pool, good)).rejects.toThrow("refused");
  expect((await stateOf(good))?.state).toBe("done");
  expect((await stateOf(other))?.state).toBe("done");
  expect((await stateOf(bad))?.state).toBe("processing");

  for (let attempt = 2; attempt < 5; attempt++) await expect(processReport(database.pool, bad)).rejects.toThrow();
  await processReport(database.pool, bad);
  expect(await stateOf(bad)).toMatchObject({ state: "failed", error: { code: "internal" } });
});
