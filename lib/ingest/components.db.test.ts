import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { call } from "@/lib/api/call";
import { listComponents } from "@/lib/api/v1/inventory/components";
import type { UserActor } from "@/lib/authz/actor";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { developer } from "@/lib/queries/testing/scopes";
import { send } from "@/lib/services/report/testing/send";
import { resolveTool } from "./places";
import { emptied } from "./testing/state";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptied(database.pool);
  await database.pool.query("TRUNCATE component, bom, bom_component, ownership_rule, team CASCADE");
  await database.pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One')");
  await database.pool.query("INSERT INTO team (id, slug, name) VALUES (1, 'red', 'Red'), (2, 'blue', 'Blue')");
  await database.pool.query(
    "INSERT INTO ownership_rule (priority, team_id, image) VALUES (1, 1, 'r.example.org/red/*'), (2, 2, 'r.example.org/blue/*')",
  );
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const everybody: UserActor = { ...developer([]), role: "security" };
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

/** A bill of an image; packages as `name@version`. */
function bill(name: string, packages: string[], version = "1", tool = "syft") {
  return JSON.stringify({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { tools: [{ name: tool }], component: { type: "container", name: `r.example.org/${name}`, version } },
    components: packages.map((one) => ({ type: "library", name: one.split("@")[0], purl: `pkg:npm/${one}` })),
  });
}

async function give(body: string, day: number) {
  const observedAt = new Date(Date.UTC(2026, 0, day)).toISOString();
  const sent = await send(database.pool, body, { clusterId: 1, observedAt });
  expect([sent.state, sent.error]).toEqual(["done", null]);
}

type Page = Awaited<ReturnType<typeof page>>;
const page = (query: Record<string, string> = {}, actor = everybody) => call(listComponents, actor, { query });
const brief = ({ items }: Page) =>
  items.map(({ name, versions, images }) => [name, versions.map((v) => v.version).join(), images.value]);

describe("components", () => {
  it("come with a bill and leave with a newer one of the same tool; an older one changes nothing", async () => {
    await give(bill("red/web", ["lodash@4.17.20", "left-pad@1.0.0"]), 2);
    await give(bill("blue/api", ["lodash@4.17.21"]), 2);
    expect(brief(await page())).toEqual([
      ["left-pad", "1.0.0", 1],
      ["lodash", "4.17.20,4.17.21", 2],
    ]);
    await give(bill("red/web", ["lodash@4.17.21", "lodash@3.0.0"]), 3);
    await give(bill("red/web", ["left-pad@1.0.0"]), 1);
    expect(brief(await page())).toEqual([["lodash", "4.17.21,3.0.0", 2]]);
    // What another tool says stays beside it.
    await give(bill("red/web", ["moment@2.0.0"], "1", "cdxgen"), 3);
    expect(brief(await page())).toEqual([
      ["lodash", "4.17.21,3.0.0", 2],
      ["moment", "2.0.0", 1],
    ]);
  });

  it("say where they are, and are found by name and Package URL, page after page", async () => {
    await give(bill("red/web", ["%40acme/ui@1.0.0", "lodash@4.17.20", "moment@2.0.0"]), 2);
    const [ui] = (await page({ q: "@acme" })).items;
    expect(ui).toMatchObject({
      purl: "pkg:npm/%40acme/ui",
      name: "@acme/ui",
      clusters: [{ slug: "one" }],
      assets: { value: 1, atLeast: false },
    });
    const first = await page({ limit: "2" });
    expect(first.count).toEqual({ value: 3, atLeast: false });
    const second = await page({ limit: "2", cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(["@acme/ui", "lodash", "moment"]);
    expect(second.nextCursor).toBeNull();
    expect((await page({ q: "100%" })).items).toEqual([]);
  });

  it("are of a developer's teams alone, with versions and counts of those only", async () => {
    await give(bill("red/web", ["lodash@4.17.20", "red-only@1.0.0"]), 2);
    await give(bill("blue/api", ["lodash@4.17.21", "blue-only@1.0.0"]), 2);
    expect(brief(await page({}, developer([1], 1)))).toEqual([
      ["lodash", "4.17.20", 1],
      ["red-only", "1.0.0", 1],
    ]);
    expect((await page({}, developer([1], 1))).count.value).toBe(2);
    expect(brief(await page({}, developer([], 3)))).toEqual([]);
  });

  it("follow an image whose digest is learnt", async () => {
    await give(bill("red/web", ["lodash@4.17.20"]), 1);
    const trivy = {
      SchemaVersion: 2,
      ArtifactName: "r.example.org/red/web:1",
      ArtifactType: "container_image",
      Metadata: { RepoTags: ["r.example.org/red/web:1"], RepoDigests: [`r.example.org/red/web@${digest("a")}`] },
      Results: [{ Target: "a", Class: "lang-pkgs", Type: "npm", Packages: [{ Name: "moment", Version: "2.0.0" }] }],
    };
    await give(JSON.stringify(trivy), 2);
    expect(brief(await page())).toEqual([
      ["lodash", "4.17.20", 1],
      ["moment", "2.0.0", 1],
    ]);
    const { rows } = await database.pool.query(
      "SELECT count(DISTINCT asset_id)::int AS n FROM bom JOIN asset a ON a.id = asset_id",
    );
    expect(rows).toEqual([{ n: 1 }]);
  });
});

it("tools beyond those that a finding can tell apart share one id", async () => {
  await database.pool.query("TRUNCATE tool CASCADE");
  const ids = [];
  for (let i = 0; i < 64; i++) ids.push(await resolveTool(database.pool, `tool-${i}`));
  expect(ids.map(({ id }) => id)).toEqual([...Array.from({ length: 61 }, (_, i) => i), 61, 61, 61]);
  expect(ids.filter(({ shared }) => shared)).toHaveLength(3);
  expect(await resolveTool(database.pool, "tool-7")).toEqual({ id: 7, shared: false });
});
