import { afterEach, beforeEach, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { faults } from "@/lib/ingest/testing/compare";
import { send } from "../report/testing/send";

let db: TestDatabase;
let clusterId: number;

beforeEach(async () => {
  db = await testDatabase();
  const { rows } = await db.pool.query<{ id: number }>(
    "INSERT INTO cluster (slug, name) VALUES ('a', 'A') RETURNING id",
  );
  clusterId = rows[0]?.id as number;
});
afterEach(() => db.close());

const alert = (pod: string, minute: number, rule = "Terminal shell in container") =>
  JSON.stringify({
    ...{ output: "A shell was spawned", priority: "Notice", rule, source: "syscall", hostname: "node-1" },
    time: `2026-03-01T10:${String(minute).padStart(2, "0")}:00.000000000Z`,
    output_fields: {
      "k8s.ns.name": "shop",
      "k8s.pod.name": pod,
      "proc.name": "sh",
      "container.image.repository": "acme/db",
    },
  });

const controller = (kind: string, name: string) => ({
  apiVersion: "apps/v1",
  kind,
  metadata: { name, namespace: "shop" },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: "main", image: `acme/${name}:1` }] },
    },
  },
});
const pod = (name: string) => ({
  ...{ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "shop" } },
  spec: { containers: [{ name: "main", image: "acme/db:1" }] },
});
const objects = (...items: object[]) => JSON.stringify({ apiVersion: "v1", kind: "List", items });

const alerts = [
  alert("db-0", 1),
  alert("db-1", 7),
  alert("agent-x2k9z", 3),
  alert("agent-bcd45", 4, "Write below root"),
  alert("job-a", 5),
].join("\n");
const inventory = objects(controller("StatefulSet", "db"), controller("DaemonSet", "agent"));

async function state() {
  const { rows } = await db.pool.query(
    `SELECT s.key, r.code, f.state, f.places, f.first_seen_at, f.severity, f.points,
       (SELECT jsonb_agg(d.evidence->'count') FROM detection d JOIN asset a ON a.id = d.asset_id WHERE a.subject_id = s.id AND d.rule_id = r.id) AS counts
     FROM finding f JOIN subject s ON s.id = f.subject_id JOIN rule r ON r.id = f.rule_id ORDER BY 1, 2`,
  );
  return rows;
}

/** Somebody accepts everything, as a decision is written. */
async function acceptAll() {
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT merge_begin()");
    await client.query(
      "CREATE TEMP TABLE touched ON COMMIT DROP AS SELECT id, now() AS at, NULL::bigint AS report_id, NULL::int AS actor_id FROM finding",
    );
    await client.query("SELECT posture_add(-1)");
    await client.query("UPDATE finding SET decision = 1, state = state_of(presence, awaiting, 1::smallint, work)");
    await client.query("SELECT posture_add(1)");
    await client.query("SELECT merge_flush()");
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

test("pods known by name alone are their controllers', whichever was heard of first", async () => {
  await send(db.pool, inventory, { clusterId, observedAt: "2026-03-01T09:00:00Z" });
  await send(db.pool, alerts, { clusterId });
  const known = await state();
  expect(known.map(({ key, code }) => `${key} ${code}`)).toEqual([
    "workload/shop/DaemonSet/agent falco:Terminal shell in container",
    "workload/shop/DaemonSet/agent falco:Write below root",
    "workload/shop/Pod/job-a falco:Terminal shell in container",
    "workload/shop/StatefulSet/db falco:Terminal shell in container",
  ]);
  expect(known.at(-1)?.counts).toEqual([2]);

  await db.close();
  db = await testDatabase();
  const { rows } = await db.pool.query<{ id: number }>(
    "INSERT INTO cluster (slug, name) VALUES ('a', 'A') RETURNING id",
  );
  clusterId = rows[0]?.id as number;
  await send(db.pool, alerts, { clusterId });
  expect((await state()).map(({ key }) => key)).toContain("workload/shop/Pod/db-0");
  await send(db.pool, inventory, { clusterId, observedAt: "2026-03-01T11:00:00Z" });
  expect(await state()).toEqual(known);
  expect(await faults(db.pool)).toEqual([]);
  const { rows: left } = await db.pool.query("SELECT key FROM asset WHERE key LIKE '%/Pod/%'");
  expect(left).toEqual([{ key: "workload/shop/Pod/job-a" }]);
});

test("work and decisions go along, and the next alert opens nothing", async () => {
  await send(db.pool, alert("db-0", 1), { clusterId });
  await acceptAll();
  await send(db.pool, inventory, { clusterId, observedAt: "2026-03-01T11:00:00Z" });
  const next = await send(db.pool, alert("db-1", 30), { clusterId });
  expect(next.result).toMatchObject({ created: 0, reopened: 0, closed: 0 });
  expect(await state()).toMatchObject([{ key: "workload/shop/StatefulSet/db", state: 4 }]);
  expect(await faults(db.pool)).toEqual([]);
});

test("a pod that a configuration shows to stand alone stays what it is", async () => {
  await send(db.pool, objects(controller("StatefulSet", "db"), pod("db-0")), { clusterId });
  await send(db.pool, alert("db-0", 1), { clusterId });
  expect((await state()).map(({ key }) => key)).toEqual(["workload/shop/Pod/db-0"]);
});
