import { afterAll, beforeAll, expect, it } from "vitest";
import { SlaPolicyBody as Shape, type SlaPolicyBody } from "@/lib/client/contract/sla";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { nextDue } from "@/lib/domain/sla/due";
import { fixStates, severities } from "@/lib/domain/vocabulary";
import { fill } from "@/lib/queries/testing/fill";
import { updateCluster } from "../cluster/update";
import { makePerson, refusalOf } from "../testing/people";
import { getSla } from "./get";
import { loadPolicy } from "./policy";
import { previewSla } from "./preview";
import { recomputeDue } from "./recompute";
import { saveSla } from "./save";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 3_000, clusters: 3, teams: 4 });
});
afterAll(async () => {
  await closePool();
  await database.close();
});

interface Row {
  id: string;
  severity: number;
  flags: number;
  fix_state: number;
  environment: string | null;
  first_seen_at: Date;
  presence: number;
  state: number;
  due_at: Date | null;
  due_days: number | null;
}
const findings = async () =>
  (
    await pool().query<Row>(
      `SELECT f.id::text, severity, flags, fix_state, environment, first_seen_at, presence, state, due_at, due_days
       FROM finding f LEFT JOIN cluster c ON c.id = f.cluster_id ORDER BY f.id`,
    )
  ).rows;

/** What the rule of the domain makes of a finding by a policy. */
function dueOf(row: Row, policy: SlaPolicyBody, at: Date) {
  if (row.presence !== 0) return row.due_at;
  const { matrix } = policy.environments.find(({ name }) => name === row.environment) ?? policy;
  const [severity, kev] = [severities.word(row.severity), (row.flags & 1) === 1];
  const rating = { severity, kev, firstSeenAt: row.first_seen_at };
  const due = row.due_at && { at: row.due_at, days: row.due_days ?? 0 };
  const was = { ...rating, present: true, due, decided: false, stateAt: at };
  const days = matrix[kev ? "exploited" : "days"][severity];
  const fixState = fixStates.word(row.fix_state);
  return nextDue(was, { ...rating, at, fixState, clock: row.first_seen_at, days })?.at ?? null;
}

async function other(change: (policy: SlaPolicyBody) => void): Promise<SlaPolicyBody> {
  const policy = await loadPolicy(pool());
  change(policy);
  return policy;
}

it("moves due dates as the preview said and the rule says, in the journal by name, and nothing the second time", async () => {
  const { actor, id } = await makePerson("security");
  const [{ environment = "" } = {}] = (await findings()).filter((row) => row.environment);
  const policies = [
    await other(({ matrix }) => {
      matrix.days.high = 5;
      matrix.exploited.high = 2;
      matrix.days.low = null;
      matrix.exploited.low = null;
      matrix.days.info = 400;
      matrix.exploited.info = 300;
    }),
    await other((policy) => {
      const { matrix } = structuredClone(policy);
      matrix.days.medium = 1;
      matrix.exploited.medium = 1;
      policy.environments.push({ name: environment as string, matrix });
    }),
    await loadPolicy(pool()),
  ];
  for (const policy of policies) {
    const before = await findings();
    const at = new Date();
    const said = await previewSla(actor, policy, at);
    expect(await findings()).toEqual(before);
    await saveSla(actor, policy);
    expect(await loadPolicy(pool())).toEqual(policy);
    const { rows } = await pool().query("SELECT max(e.id)::text AS last FROM finding_event e");
    const changed = await recomputeDue(pool(), { actorId: id, at });
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBe(said.changed);
    const after = await findings();
    for (const [index, row] of before.entries())
      expect([row, after[index]?.due_at]).toEqual([row, dueOf(row, policy, at)]);
    const breached = (list: Row[]) => list.filter((row) => row.state < 4 && row.due_at && row.due_at < at).length;
    expect([breached(before), breached(after)]).toEqual([said.breachedNow, said.breachedThen]);
    const moved = before.filter((row, index) => row.due_at?.getTime() !== after[index]?.due_at?.getTime());
    const { rows: told } = await pool().query(
      "SELECT count(*)::int AS n FROM finding_event e WHERE e.id > $1 AND axis = 9 AND actor_id = $2",
      [rows[0].last, id],
    );
    expect(told[0].n).toBe(moved.length);
    expect(await recomputeDue(pool(), { actorId: id })).toBe(0);
  }
});

it("is written by security only, read by all who read findings, and says what was changed", async () => {
  const [security, admin, reader] = [
    await makePerson("security"),
    await makePerson("admin"),
    await makePerson("manager"),
  ];
  const policy = await other(({ matrix }) => {
    matrix.days.critical = 6;
  });
  for (const { actor } of [admin, reader]) {
    expect(await refusalOf(saveSla(actor, policy))).toBe("forbidden");
    expect(await refusalOf(previewSla(actor, policy))).toBe("forbidden");
  }
  await saveSla(security.actor, policy);
  expect((await getSla(reader.actor)).policy).toEqual(policy);
  const { rows } = await pool().query(
    "SELECT detail FROM audit_entry WHERE action = 'sla.update' ORDER BY id DESC LIMIT 1",
  );
  expect(rows[0].detail).toEqual({ critical: { before: 7, after: 6 } });
});

it("refuses what makes no sense", async () => {
  const wrong = [
    await other(({ matrix }) => {
      matrix.exploited.high = 31;
    }),
    await other(({ matrix }) => {
      matrix.exploited.high = null;
    }),
    await other(({ matrix }) => {
      matrix.days.high = 0;
    }),
    await other((policy) => {
      policy.environments.push({ name: "a", matrix: policy.matrix }, { name: "a ", matrix: policy.matrix });
    }),
  ];
  for (const policy of wrong) expect(Shape.safeParse(policy).success).toBe(false);
});

it("follows a cluster to another environment", async () => {
  const { actor } = await makePerson("admin");
  const { rows } = await pool().query("SELECT slug FROM cluster LIMIT 1");
  await updateCluster(actor, rows[0].slug, { environment: "elsewhere" });
  const { rows: jobs } = await pool().query("SELECT task_identifier FROM graphile_worker.jobs WHERE key = 'due'");
  expect(jobs).toHaveLength(1);
});
