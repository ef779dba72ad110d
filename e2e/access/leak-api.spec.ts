import type { APIResponse } from "@playwright/test";
import { Api } from "../support/api";
import { ownUrl } from "../support/instances";
import { expect, test } from "../support/test";
import { readingPaths } from "../support/walk";

/** Everything of team Walnut has this in its name; nothing of team Quince has. */
const secret = /walnut/i;

interface Row {
  id: string;
  team: string | null;
  fixTeam: string | null;
}
interface Page {
  items: Row[];
  nextCursor: string | null;
  count: { value: number; atLeast: boolean };
}

/** What an answer says, without what differs in every answer. */
async function saying(answer: APIResponse): Promise<string> {
  const text = (await answer.text()).replace(/"requestId":"[^"]*"/, "");
  return `${answer.status()} ${text}`;
}

test.describe("a developer of team Quince", () => {
  let quince: Api;
  let security: Api;
  let all: Row[];

  test.beforeAll(async () => {
    quince = await Api.as("quince", ownUrl);
    security = await Api.as("security", ownUrl);
    all = await everyFinding(security);
  });
  test.afterAll(() => Promise.all([quince.dispose(), security.dispose()]));

  const mine = (row: Row) => row.team === "quince" || row.fixTeam === "quince";

  test("reads nothing of team Walnut through any reading operation, whatever the parameters", async () => {
    const guesses = {
      slugs: ["orchard-prod", "walnut-cellar", "walnut", "quince", "none"],
      ids: [
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        ...all
          .filter((row) => !mine(row))
          .slice(0, 5)
          .map((row) => row.id),
      ],
      words: ["wal", "vault", "CVE-2023", "libw", "press"],
    };
    const paths = await readingPaths(quince, guesses);
    expect(paths.length).toBeGreaterThan(100);
    const leaks: string[] = [];
    for (const path of paths) {
      const answer = await quince.get(path);
      expect(answer.status(), path).toBeLessThan(500);
      // What the question itself says may come back in the answer.
      const asked = decodeURIComponent(path);
      const text = (await answer.text()).replaceAll(/walnut(-cellar)?/g, (word) => (asked.includes(word) ? "…" : word));
      if (secret.test(text)) leaks.push(`${path}: ${text.match(/.{0,60}walnut.{0,60}/i)?.[0]}`);
    }
    expect(leaks).toEqual([]);
    // The word does tell: to whom it is open, the same list says it.
    expect(await (await security.get("/findings?limit=200&team=walnut")).text()).toMatch(secret);
  });

  test("counts only what is theirs, in lists, facets and posture alike", async () => {
    const own = all.filter(mine);
    expect(own.length).toBeGreaterThan(200);
    expect(own.length).toBeLessThan(all.length);
    expect((await everyFinding(quince)).map((row) => row.id)).toEqual(own.map((row) => row.id));
    const page = await quince.read<Page>("/findings?state=all&limit=1");
    expect(page.count).toEqual({ value: own.length, atLeast: false });

    type Facets = Record<string, { value: string; count: { value: number } }[]>;
    const facets = await quince.read<Facets>("/findings/facets?state=all");
    for (const name of ["severity", "area", "kind", "state", "cluster"]) {
      const sum = facets[name]?.reduce((total, one) => total + one.count.value, 0);
      expect(sum, name).toBe(own.length);
    }
    expect(facets.cluster?.map((one) => one.value)).toEqual(["orchard-prod"]);

    const team = await security.read<{ row: { findings: number } }>("/teams/quince");
    for (const by of ["cluster", "team", "area"]) {
      type Posture = { total: { findings: number }; rows: { findings: number }[] };
      const posture = await quince.read<Posture>(`/posture?by=${by}`);
      expect(posture.total.findings, by).toBe(team.row.findings);
      if (by === "area") continue;
      expect(
        posture.rows.reduce((total, row) => total + row.findings, 0),
        by,
      ).toBe(team.row.findings);
    }
    const cluster = await quince.read<{ row: { findings: number } }>("/clusters/orchard-prod");
    expect(cluster.row.findings).toBe(team.row.findings);
  });

  test("finds nothing of the others by search, and gets nothing out of their cursor", async () => {
    for (const word of ["libwalnut", "vault", "press", "CVE-2023-10000"]) {
      const page = await quince.read<Page>(`/findings?state=all&q=${word}`);
      expect(page, word).toEqual({ items: [], nextCursor: null, count: { value: 0, atLeast: false } });
    }
    const first = await security.read<Page>("/findings?state=all&limit=10");
    const answer = await quince.get(`/findings?state=all&limit=200&cursor=${first.nextCursor}`);
    const rows = answer.status() === 200 ? ((await answer.json()) as Page).items : [];
    expect(rows.filter((row) => !mine(row))).toEqual([]);
  });

  test("cannot tell another team's finding from one that does not exist", async () => {
    const absent = await saying(await quince.get("/findings/987654321"));
    const absentWrite = await saying(await quince.send("PATCH", "/findings/987654321", { assignee: "me" }));
    for (const { id } of all.filter((row) => !mine(row)).slice(0, 30)) {
      expect(await saying(await quince.get(`/findings/${id}`))).toBe(absent);
      expect(await saying(await quince.send("PATCH", `/findings/${id}`, { assignee: "me" }))).toBe(absentWrite);
    }
    expect(absent).toMatch(/^404 /);
    expect(absentWrite).toMatch(/^404 /);
  });

  test("sees of a rule that both teams have only their own side", async () => {
    const page = await quince.read<Page>("/findings?state=all&q=CVE-2022-77777");
    expect(page.items).toHaveLength(2);
    for (const { id } of page.items) {
      const detail = await (await quince.get(`/findings/${id}`)).text();
      expect(detail).not.toMatch(secret);
    }
  });

  test("cannot tell another team's things from ones that do not exist", async () => {
    const pairs: [string, string, string, object?][] = [
      ["GET", "/teams/walnut", "/teams/no-team"],
      ["GET", "/teams/walnut/members", "/teams/no-team/members"],
      ["PUT", "/teams/walnut/members", "/teams/no-team/members", { email: "theo@example.org" }],
      ["GET", "/clusters/walnut-cellar", "/clusters/no-cluster"],
      ["PATCH", "/clusters/walnut-cellar", "/clusters/no-cluster", { name: "Mine" }],
      ["GET", "/overview?cluster=walnut-cellar", "/overview?cluster=no-cluster"],
      ["GET", "/overview?team=walnut", "/overview?team=no-team"],
      ["GET", "/overview?environment=walnut-staging", "/overview?environment=no-such"],
      ["GET", "/findings?cluster=walnut-cellar", "/findings?cluster=no-cluster"],
      ["GET", "/findings?team=walnut", "/findings?team=no-team"],
      ["GET", "/findings?namespace=walnut-vault", "/findings?namespace=no-namespace"],
      ["GET", "/findings?asset=walnut-vault/walnut-vault", "/findings?asset=no-namespace/no-asset"],
      ["GET", "/findings/facets?team=walnut", "/findings/facets?team=no-team"],
      ["POST", "/reports?cluster=walnut-cellar", "/reports?cluster=no-cluster"],
    ];
    for (const [method, theirs, absent, body] of pairs) {
      const ask = async (path: string) => {
        const answer = method === "GET" ? quince.get(path) : quince.send(method, path, { ...body });
        const name = /(?:walnut|no)-?[a-z-]*/g;
        return (await saying(await answer)).replaceAll(name, "…").replace(/"asOf":"[^"]*"/, "");
      };
      expect(await ask(theirs), `${method} ${theirs}`).toBe(await ask(absent));
    }
  });
});

async function everyFinding(api: Api): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await api.read(`/findings?state=all&sort=newest&limit=200${cursor ? `&cursor=${cursor}` : ""}`);
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return rows.sort((a, b) => Number(a.id) - Number(b.id));
}
