import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/authz/actor";
import { scopeOf } from "@/lib/authz/scope";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { remediationStates, states, works } from "@/lib/domain/vocabulary";
import { forgetRules } from "@/lib/ingest/rules";
import { faults } from "@/lib/ingest/testing/compare";
import { emptied } from "@/lib/ingest/testing/state";
import { remediationDetail } from "@/lib/queries/remediation/detail";
import { remediationItems } from "@/lib/queries/remediation/items";
import { refuseHeld } from "../report/held";
import { type Flaw, grypeImage, kubescapeWorkload, trivyImage } from "../report/testing/documents";
import { send } from "../report/testing/send";
import { makePerson, makeTeam } from "../testing/people";
import { createRemediation } from "./create";
import { moveRemediation } from "./move";
import { verifyTouched } from "./verify";

let database: TestDatabase;
let security: UserActor;
let engineer: UserActor;

const at = (day: number) => new Date(Date.UTC(2026, 2, day, 6));
const all = { "C-0057": true, "C-0016": true, "C-0034": true };
const none = { "C-0057": false, "C-0016": false, "C-0034": false };

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptied(pool());
  forgetRules(pool());
  await pool().query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One')");
  const team = await makeTeam("shop");
  await pool().query("INSERT INTO ownership_rule (priority, team_id, namespace) VALUES (1, $1, 'shop')", [team]);
  security = (await makePerson("security")).actor;
  engineer = (await makePerson("devops", [{ team }])).actor;
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const jobs = async () =>
  (
    await pool().query<{ n: number }>(
      "SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = 'verify-remediations'",
    )
  ).rows[0]?.n ?? 0;

/** Imports a report, and does what the jobs that it made would do. Returns how many there were. */
async function give(text: string): Promise<number> {
  const before = await jobs();
  const sent = await send(pool(), text, { clusterId: 1 });
  expect([sent.state, sent.error]).toEqual(["done", null]);
  const made = (await jobs()) - before;
  if (made > 0) await verifyTouched(pool());
  return made;
}

async function row(id: number) {
  const { rows } = await pool().query(
    "SELECT state, version, sent_back, reopened, state_at FROM remediation WHERE id = $1",
    [id],
  );
  const { state, ...rest } = rows[0];
  return { ...rest, state: remediationStates.word(state) };
}

const findings = async () =>
  (
    await pool().query<{ id: string; state: number; work: number; assignee: number | null }>(
      "SELECT id::text, state, work, assignee_id AS assignee FROM finding WHERE presence = 0 OR presence > 0 ORDER BY id",
    )
  ).rows.map((f) => ({ ...f, state: states.word(f.state), work: works.word(f.work) }));

const idsOf = async () => (await findings()).map(({ id }) => id);

async function plan(day: number): Promise<number> {
  const { id } = await createRemediation(
    security,
    { findingIds: await idsOf(), team: "shop", title: "Harden web" },
    at(day),
  );
  return id;
}

async function claim(id: number, day: number): Promise<void> {
  const { version, state } = await row(id);
  if (state !== "in_progress") await moveRemediation(engineer, id, { to: "in_progress", version }, at(day));
  await moveRemediation(engineer, id, { to: "awaiting_verification", version: (await row(id)).version }, at(day));
}

describe("a claimed fix", () => {
  it("is sent back by the next complete report that still shows it, though that changes no finding", async () => {
    await give(kubescapeWorkload(all, 1));
    const id = await plan(2);
    await claim(id, 3);
    expect(new Set((await findings()).map(({ work, assignee }) => `${work} ${assignee}`))).toEqual(
      new Set([`awaiting_verification ${engineer.id}`]),
    );
    // An older look says nothing about what was done since.
    await give(kubescapeWorkload(all, 2));
    expect((await row(id)).state).toBe("awaiting_verification");
    expect(await give(kubescapeWorkload(all, 5))).toBe(1);
    expect(await row(id)).toEqual({ state: "in_progress", version: 3, sent_back: 1, reopened: 0, state_at: at(5) });
    expect(new Set((await findings()).map(({ work }) => work))).toEqual(new Set(["in_progress"]));
    const { rows } = await pool().query("SELECT kind, user_ids, team_ids FROM notice_event");
    expect(rows).toMatchObject([{ kind: "remediation_sent_back", user_ids: [engineer.id] }]);
    const items = await remediationItems(scopeOf(engineer), id, { cursor: null, limit: 10 });
    expect(items.rows.map(({ refutedAt }) => refutedAt)).toEqual([at(5), at(5), at(5)]);
    expect(await faults(pool())).toEqual([]);
  });

  it("is verified by the first that shows none of it, reopened by one that shows it again, and verified anew", async () => {
    await give(kubescapeWorkload(all, 1));
    const id = await plan(2);
    await claim(id, 3);
    await give(kubescapeWorkload({ ...none, "C-0057": true }, 4));
    expect((await row(id)).state).toBe("in_progress");
    await claim(id, 5);
    await give(kubescapeWorkload(none, 6));
    expect(await row(id)).toMatchObject({ state: "verified", sent_back: 1, state_at: at(6) });
    await give(kubescapeWorkload({ ...none, "C-0016": true }, 7));
    expect(await row(id)).toMatchObject({ state: "todo", reopened: 1, state_at: at(7) });
    await give(kubescapeWorkload(none, 8));
    expect(await row(id)).toMatchObject({ state: "verified", reopened: 1, state_at: at(8) });
    const { history, progress } = await detail(id);
    expect(progress).toEqual([0, 3, 0, 0]);
    expect(history).toEqual([
      "state todo→verified",
      "items_returned 1",
      "state verified→todo",
      "state awaiting_verification→verified",
      "state in_progress→awaiting_verification",
      "items_refuted 1",
      "state awaiting_verification→in_progress",
      "state in_progress→awaiting_verification",
      "assignee",
      "state todo→in_progress",
      "items_added 3",
      "created",
    ]);
    expect(await faults(pool())).toEqual([]);
  });

  it("is not proven by what its source withdrew, and exceptions neither hold it up nor count", async () => {
    const flaw = (n: number): Flaw => ({ cve: `CVE-2026-${n}`, package: `p${n}`, version: "1", ecosystem: "npm" });
    await pool().query("INSERT INTO ownership_rule (priority, team_id, image) SELECT 2, id, '*' FROM team");
    await give(trivyImage([flaw(1001), flaw(1002), flaw(1003)], 1));
    const id = await plan(2);
    await claim(id, 3);
    // The same digest without one of them: the database of the tool changed, not the image.
    await give(trivyImage([flaw(1002), flaw(1003)], 2));
    await give(trivyImage([], 4));
    expect(await row(id)).toMatchObject({ state: "awaiting_verification" });
    expect((await detail(id)).progress).toEqual([0, 0, 0, 3]);
    // Two are known to be gone for good, the third is excepted.
    await pool().query("UPDATE finding SET presence = 2 WHERE id IN (SELECT id FROM finding ORDER BY id LIMIT 2)");
    await pool().query("UPDATE finding SET presence = 0, decision = 1 WHERE presence = 4");
    await pool().query("SELECT remediation_touch(ARRAY[$1::int])", [id]);
    await verifyTouched(pool());
    expect((await detail(id)).progress).toEqual([0, 2, 1, 0]);
    expect(await row(id)).toMatchObject({ state: "verified" });
  });

  it("waits for what is held for confirmation", async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`C-9${String(n).padStart(3, "0")}`, true]));
    const fewer = Object.fromEntries(Object.keys(many).map((code) => [code, false]));
    await give(kubescapeWorkload(many, 1));
    const id = await plan(2);
    await claim(id, 3);
    const sent = await send(pool(), kubescapeWorkload(fewer, 4), { clusterId: 1 });
    expect(sent.state).toBe("held");
    await verifyTouched(pool());
    expect((await row(id)).state).toBe("awaiting_verification");
  });

  it("is judged only by reports that speak of its checks, however often others come", async () => {
    await give(kubescapeWorkload(all, 1));
    const id = await plan(2);
    await claim(id, 3);
    // Two are shown to be fixed. The third is not looked at, by the same check of another day neither, nor by an older one.
    const part = { "C-0057": false, "C-0016": false };
    for (const day of [5, 6, 4]) await give(kubescapeWorkload(part, day));
    expect(await row(id)).toMatchObject({ state: "awaiting_verification", sent_back: 0 });
    expect((await detail(id)).progress).toEqual([1, 2, 0, 0]);
    await give(kubescapeWorkload({ ...none, "C-0034": true }, 7));
    expect(await row(id)).toMatchObject({ state: "in_progress", sent_back: 1, state_at: at(7) });
    // Claimed again: what was shown before the claim is no evidence, whoever looked away since.
    await claim(id, 8);
    await give(kubescapeWorkload(part, 9));
    expect((await row(id)).state).toBe("awaiting_verification");
    await give(kubescapeWorkload(none, 10));
    expect(await row(id)).toMatchObject({ state: "verified", state_at: at(10) });
  });

  it("is sent back by what showed it, though a report that did not look came before anybody judged", async () => {
    await give(kubescapeWorkload(all, 1));
    const id = await plan(2);
    await claim(id, 3);
    await send(pool(), kubescapeWorkload(all, 5), { clusterId: 1 });
    await send(pool(), kubescapeWorkload({ "C-0057": true }, 6), { clusterId: 1 });
    await verifyTouched(pool());
    const items = await remediationItems(scopeOf(engineer), id, { cursor: null, limit: 10 });
    expect(await row(id)).toMatchObject({ state: "in_progress", sent_back: 1 });
    expect(items.rows.map(({ refutedAt }) => refutedAt?.getUTCDate()).sort()).toEqual([5, 5, 6]);
  });

  it("stays where it is when security refuses what a report would close: that report did not show it", async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`C-9${String(n).padStart(3, "0")}`, true]));
    const fewer = Object.fromEntries(Object.keys(many).map((code) => [code, false]));
    await give(kubescapeWorkload(many, 1));
    const id = await plan(2);
    await claim(id, 3);
    const { id: report } = await send(pool(), kubescapeWorkload(fewer, 4), { clusterId: 1 });
    await refuseHeld(security, report);
    await pool().query("SELECT remediation_touch(ARRAY[$1::int])", [id]);
    await verifyTouched(pool());
    expect((await row(id)).state).toBe("awaiting_verification");
    await give(kubescapeWorkload(many, 5));
    expect(await row(id)).toMatchObject({ state: "in_progress", state_at: at(5) });
  });

  it("stands against the old word of another scanner, until that looks again", async () => {
    await pool().query("INSERT INTO ownership_rule (priority, team_id, image) SELECT 2, id, '*' FROM team");
    const flaw: Flaw = { cve: "CVE-2026-2001", package: "p", version: "1", ecosystem: "npm" };
    await give(trivyImage([flaw], 1));
    await give(grypeImage([flaw], 1));
    const id = await plan(2);
    await claim(id, 3);
    await give(trivyImage([], 4));
    expect(await row(id)).toMatchObject({ state: "awaiting_verification" });
    await give(grypeImage([flaw], 5));
    expect(await row(id)).toMatchObject({ state: "in_progress", state_at: at(5) });
  });

  it("is judged once by any number of workers, and by the next one after a killed one", async () => {
    await give(kubescapeWorkload(all, 1));
    const id = await plan(2);
    await claim(id, 3);
    await send(pool(), kubescapeWorkload(none, 4), { clusterId: 1 });
    const killed = await pool().connect();
    await killed.query("BEGIN");
    await killed.query("DELETE FROM remediation_touched");
    await killed.query("ROLLBACK");
    killed.release();
    await Promise.all(Array.from({ length: 5 }, () => verifyTouched(pool())));
    expect(await row(id)).toMatchObject({ state: "verified", version: 3 });
    expect((await pool().query("SELECT 1 FROM remediation_touched")).rowCount).toBeLessThanOrEqual(1);
    await verifyTouched(pool());
    expect((await row(id)).version).toBe(3);
  });
});

it("imports about anything else make no job", async () => {
  await give(kubescapeWorkload(all, 1));
  const id = await plan(2);
  await claim(id, 3);
  await verifyTouched(pool());
  await pool().query("INSERT INTO cluster (id, slug, name) VALUES (2, 'two', 'Two')");
  const before = await jobs();
  await send(pool(), kubescapeWorkload(all, 4), { clusterId: 2 });
  await send(pool(), trivyImage([{ cve: "CVE-2026-1", package: "p", version: "1", ecosystem: "npm" }], 4), {
    clusterId: 1,
  });
  expect((await jobs()) - before).toBe(0);
  expect((await row(id)).state).toBe("awaiting_verification");
});

async function detail(id: number) {
  const { open, fixed, excepted, unproven, history } = await remediationDetail(scopeOf(engineer), id);
  return {
    progress: [open, fixed, excepted, unproven],
    history: history.map(({ axis, before, after, findings }) =>
      [axis, axis === "state" ? `${before}→${after}` : findings].filter((part) => part !== null).join(" "),
    ),
  };
}
