import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Scope } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { forgetRules } from "@/lib/ingest/rules";
import { assetOf, imageRef } from "@/lib/ingest/testing/driver";
import { type Harness, harness } from "@/lib/ingest/testing/harness";
import { configuration, prepared, report, type Said } from "@/lib/ingest/testing/items";
import { emptied } from "@/lib/ingest/testing/state";
import { comment } from "@/lib/services/finding/comment";
import { triage } from "@/lib/services/finding/triage";
import { reassign } from "@/lib/services/ownership/reassign";
import { mergeSame } from "@/lib/services/rule/merge-same";
import { makePerson, refusalOf } from "@/lib/services/testing/people";
import { scopeOfAll, scopeOfTeams } from "../testing/scopes";
import { findingDetail } from "./detail";

let h: Harness;
let cluster: { id: number; slug: string };
let red: number;
let blue: number;
beforeAll(async () => {
  h = await harness();
});
afterAll(async () => {
  await closePool();
  await h.close();
});
beforeEach(async () => {
  await emptied(h.db.pool);
  forgetRules(h.db.pool);
  cluster = await h.cluster("east");
  [red, blue] = [await h.team("red"), await h.team("blue")];
});

const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();
const image = imageRef(assetOf("docker.io/acme/a", 1));

async function run(on: number, ...names: string[]): Promise<void> {
  const workload = {
    type: "inventory" as const,
    item: "workload" as const,
    namespace: "shop",
    workloadKind: "Deployment",
  };
  const rest = { labels: {}, podLabels: {}, running: true, serviceAccount: null };
  const images = [{ container: "c", image, init: false }];
  const items = names.map((name) => ({ ...workload, name, ...rest, labels: { app: name }, images }));
  await h.merge([prepared(await configuration(items), cluster, day(on), h.nextReport())]);
}

async function says(tool: string, on: number, list: Said[]): Promise<void> {
  await h.merge([prepared(await report([{ tool, target: image, says: list }]), null, day(on), h.nextReport())]);
}

async function own(teams: Record<string, number>): Promise<void> {
  await h.db.pool.query("DELETE FROM ownership_rule");
  for (const [name, team] of Object.entries(teams))
    await h.db.pool.query(
      "INSERT INTO ownership_rule (priority, team_id, label_key, label_value) VALUES (1, $1, 'app', $2)",
      [team, name],
    );
  await reassign(h.db.pool, new Date(day(20)));
}

const idsOf = async () =>
  (await h.db.pool.query<{ id: string }>("SELECT id::text FROM finding ORDER BY id")).rows.map(({ id }) => id);
const shown = async (scope: Scope, id: string) => (await findingDetail(scope, id)).id;

it("a link to a finding that went up in another leads there, and so does what is done by it", async () => {
  await own({ web: red });
  await run(1, "web");
  await says("grype", 2, [{ rule: "GHSA-aaaa-bbbb-cccc" }]);
  await says("trivy", 3, [{ rule: "CVE-2026-1000" }]);
  const before = await idsOf();
  await says("osv", 4, [{ rule: "CVE-2026-1000", aliases: ["GHSA-aaaa-bbbb-cccc"] }]);
  await mergeSame(h.db.pool);
  const after = await idsOf();
  expect([before.length, after.length]).toEqual([2, 1]);
  const [left] = before.filter((id) => !after.includes(id)) as [string];
  expect(await shown(scopeOfAll(), left)).toBe(after[0]);
  expect(await shown(scopeOfTeams(red), left)).toBe(after[0]);
  expect(await refusalOf(findingDetail(scopeOfTeams(blue), left))).toBe("not_found");

  const [member, stranger] = [
    await makePerson("devops", [{ team: red }]),
    await makePerson("devops", [{ team: blue }]),
  ];
  await comment(member.actor, left, "Ours.");
  await triage(member.actor, left, { assignee: "me", work: "in_progress" });
  expect(await refusalOf(comment(stranger.actor, left, "Whose?"))).toBe("not_found");
  expect(await refusalOf(triage(stranger.actor, left, { assignee: "me" }))).toBe("not_found");
  const { comments, work, assignee } = await findingDetail(scopeOfAll(), left);
  expect([comments.map(({ text }) => text), work, assignee]).toEqual([["Ours."], 1, member.actor.name]);
});

it("leads through several steps, and never to what another team has now", async () => {
  await own({ web: red, api: blue });
  await run(1, "web", "api");
  await says("grype", 2, [{ rule: "GHSA-aaaa-bbbb-cccc" }]);
  await says("trivy", 3, [{ rule: "CVE-2026-1000" }]);
  const before = await idsOf();
  await own({ web: red, api: red });
  await says("osv", 4, [{ rule: "CVE-2026-1000", aliases: ["GHSA-aaaa-bbbb-cccc"] }]);
  await mergeSame(h.db.pool);
  const after = await idsOf();
  expect([before.length, after.length]).toEqual([4, 1]);
  for (const id of before) {
    expect(await shown(scopeOfTeams(red), id)).toBe(after[0]);
    expect(await refusalOf(findingDetail(scopeOfTeams(blue), id))).toBe("not_found");
  }
  expect(await refusalOf(findingDetail(scopeOfAll(), "999999"))).toBe("not_found");
});
