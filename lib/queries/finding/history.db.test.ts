import { afterAll, beforeAll, expect, it } from "vitest";
import { closePool } from "@/lib/db/pool";
import type { Severity } from "@/lib/domain/vocabulary";
import { assetOf, imageRef } from "@/lib/ingest/testing/driver";
import { type Harness, harness } from "@/lib/ingest/testing/harness";
import { configuration, prepared, report } from "@/lib/ingest/testing/items";
import { recomputeDue } from "@/lib/services/sla/recompute";
import { scopeOfAll, scopeOfTeams } from "../testing/scopes";
import { findingDetail } from "./detail";

let h: Harness;
let cluster: { id: number; slug: string };
let teams: [number, number];
beforeAll(async () => {
  h = await harness();
  cluster = await h.cluster("east");
  teams = [await h.team("red"), await h.team("blue")];
  await h.db.pool.query("INSERT INTO ownership_rule (priority, team_id, namespace) VALUES (1, $1, 'shop')", [teams[0]]);
});
afterAll(async () => {
  await closePool();
  await h.close();
});

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
const image = imageRef(assetOf("docker.io/acme/a", 1));

async function scan(on: number, severity: Severity | null) {
  const says = severity ? [{ rule: "CVE-2026-1", severity, fixState: "available" as const }] : [];
  await h.merge([prepared(await report([{ target: image, says }]), null, day(on), h.nextReport())]);
}

it("says why a due date changed, what became of a remediation, and to others nothing of it", async () => {
  const workload = { item: "workload" as const, namespace: "shop", workloadKind: "Deployment", name: "web" };
  const rest = { labels: {}, podLabels: {}, running: true, serviceAccount: null };
  const images = [{ container: "c", image, init: false }];
  const items = [{ type: "inventory" as const, ...workload, ...rest, images }];
  await h.merge([prepared(await configuration(items), cluster, day(0), h.nextReport())]);
  await scan(2, "medium");
  await scan(10, "critical");
  await scan(12, null);
  await scan(20, "high");
  const { rows } = await h.db.pool.query<{ id: string }>("SELECT f.id::text FROM finding f");
  const id = rows[0]?.id ?? "";
  await h.db.pool.query("UPDATE sla_policy SET days = 20 WHERE severity = 4 AND NOT exploited");
  await recomputeDue(h.db.pool, { at: new Date(day(21)) });
  await h.db.pool.query(
    `WITH r AS (INSERT INTO remediation (title, team_id) VALUES ('Move web to 2', $1) RETURNING id),
       i AS (INSERT INTO remediation_item (remediation_id, finding_id) SELECT id, $2::bigint FROM r)
     INSERT INTO remediation_event (remediation_id, version, axis, before, after, at, recorded_at)
     SELECT id, 1, 1, 0, 1, now(), now() + interval '1 s' FROM r`,
    [teams[0], id],
  );
  const { history, due } = await findingDetail(scopeOfAll(), id);
  const dates = history.filter(({ axis }) => axis === "due").map(({ after, note }) => [after?.slice(0, 10), note]);
  expect(dates).toEqual([
    ["2026-02-10", "policy"],
    ["2026-02-20", "reopened"],
    ["2026-01-18", "rise"],
  ]);
  expect(due).toMatchObject({ days: 20, startedAt: new Date(day(20)), cause: "policy", paused: false });
  const planned = history.filter(({ axis }) => axis === "remediation");
  expect(planned.map(({ after, note }) => [after, note])).toEqual([
    ["in_progress", "#1 Move web to 2"],
    ["planned", "#1 Move web to 2"],
  ]);
  const own = await findingDetail(scopeOfTeams(teams[0]), id);
  expect(own.history).toEqual(history);
  await h.db.pool.query("UPDATE remediation SET team_id = $1", [teams[1]]);
  const other = await findingDetail(scopeOfTeams(teams[0]), id);
  expect(other.history.filter(({ axis }) => axis === "remediation")).toEqual([]);
});
