import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { forgetRules } from "@/lib/ingest/rules";
import { faults } from "@/lib/ingest/testing/compare";
import { emptied } from "@/lib/ingest/testing/state";
import { send } from "./testing/send";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptied(database.pool);
  forgetRules(database.pool);
  await database.pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One')");
});
afterAll(() => database.close());

interface Found {
  rule: string;
  code: string;
  line: number;
  suppressed?: boolean;
}

const runOf = (tool: string, results: Found[], failed = false) => ({
  tool: { driver: { name: tool } },
  invocations: [{ executionSuccessful: !failed }],
  versionControlProvenance: [{ repositoryUri: "https://git.example.com/acme/shop.git" }],
  results: results.map(({ rule, code, line, suppressed }) => ({
    ruleId: rule,
    message: { text: `${rule} on line ${line}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "src/app.py" },
          region: { startLine: line, snippet: { text: code } },
        },
      },
    ],
    ...(suppressed ? { suppressions: [{ kind: "inSource" }] } : {}),
  })),
});
const logOf = (...runs: object[]) => JSON.stringify({ version: "2.1.0", runs });

async function give(log: string, day: number) {
  const observedAt = new Date(Date.UTC(2026, 0, day)).toISOString();
  const sent = await send(database.pool, log, { clusterId: 1, observedAt });
  expect([sent.state, sent.error]).toEqual(["done", null]);
  return sent.result;
}

/** Findings by rule: their ids, and whether they are present. */
async function findings() {
  const { rows } = await database.pool.query<{ id: string; code: string; open: boolean }>(
    "SELECT f.id::text, r.code, f.presence = 0 AS open FROM finding f JOIN rule r ON r.id = f.rule_id ORDER BY r.code, f.id",
  );
  return rows;
}

describe("a repository that a SARIF tool scans again", () => {
  const exec = { rule: "exec", code: "exec(x)", line: 10 };
  const bind = { rule: "bind", code: "bind('0.0.0.0')", line: 20 };

  it("keeps the finding whose line moved, and closes what was fixed or suppressed", async () => {
    expect(await give(logOf(runOf("Bandit", [exec, bind])), 1)).toMatchObject({ created: 2 });
    const first = await findings();
    const moved = await give(
      logOf(
        runOf("Bandit", [
          { ...exec, line: 31 },
          { ...bind, line: 44 },
        ]),
      ),
      2,
    );
    expect(moved).toMatchObject({ created: 0, closed: 0, reopened: 0 });
    expect(await findings()).toEqual(first);
    const suppressed = await give(logOf(runOf("Bandit", [{ ...exec, suppressed: true }, bind])), 3);
    expect(suppressed).toMatchObject({ created: 0, closed: 1 });
    expect((await findings()).map(({ code, open }) => [code, open])).toEqual([
      ["bandit:bind", true],
      ["bandit:exec", false],
    ]);
    expect(await give(logOf(runOf("Bandit", [exec, bind])), 4)).toMatchObject({ created: 0, reopened: 1 });
    expect((await findings()).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    expect(await faults(database.pool)).toEqual([]);
  });

  it("closes nothing by a run that failed", async () => {
    await give(logOf(runOf("Bandit", [exec, bind])), 1);
    expect(await give(logOf(runOf("Bandit", [], true)), 2)).toMatchObject({ closed: 0 });
    expect(await give(logOf(runOf("Bandit", [])), 3)).toMatchObject({ closed: 2 });
  });

  it("keeps the tools of one file apart", async () => {
    await give(logOf(runOf("Bandit", [exec]), runOf("Semgrep", [bind])), 1);
    expect(await give(logOf(runOf("Semgrep", [])), 2)).toMatchObject({ closed: 1 });
    expect((await findings()).map(({ code, open }) => [code, open])).toEqual([
      ["bandit:exec", true],
      ["semgrep:bind", false],
    ]);
  });
});
