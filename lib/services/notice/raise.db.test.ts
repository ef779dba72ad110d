import { afterAll, beforeAll, expect, it } from "vitest";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { transaction } from "@/lib/db/transaction";
import { makePerson, makeTeam } from "../testing/people";
import { dispatchNotices } from "./dispatch";
import { type NoticeInput, raise } from "./raise";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const told = async (notice: NoticeInput) => {
  await transaction((client) => raise(client, notice));
  await dispatchNotices(pool());
  await dispatchNotices(pool());
  const { rows } = await pool().query<{ user_id: number }>(
    "SELECT user_id FROM notice WHERE event_id = (SELECT max(id) FROM notice_event) ORDER BY user_id",
  );
  return rows.map(({ user_id }) => user_id);
};

it("tells whom an event concerns and who may know of it, once, and never its maker", async () => {
  const [a, b] = [await makeTeam("a"), await makeTeam("b")];
  const ada = await makePerson("devops", [{ team: a }]);
  const bob = await makePerson("devops", [{ team: b }]);
  const sec = await makePerson("security");
  const other = await makePerson("security");
  const admin = await makePerson("admin");
  expect(
    await told({ kind: "mention", subject: "finding:1", teamIds: [a, 0], userIds: [ada.id, bob.id, sec.id, null] }),
  ).toEqual([ada.id, sec.id]);
  expect(await told({ kind: "remediation_verified", subject: "remediation:1", teamIds: [a] })).toEqual([ada.id]);
  expect(await told({ kind: "exception_requested", subject: "exception:1", teamIds: [a], actorId: sec.id })).toEqual([
    other.id,
  ]);
  expect(await told({ kind: "security_granted", subject: `user:${bob.id}`, actorId: admin.id })).toEqual([
    sec.id,
    other.id,
  ]);
  await pool().query(`UPDATE "user" SET disabled_at = now() WHERE id = $1`, [other.id]);
  expect(await told({ kind: "report_failed", subject: "report:1", key: "x" })).toEqual([sec.id, admin.id]);
});

it("is told exactly when the transaction commits, and what has a key only once", async () => {
  const count = async () => (await pool().query("SELECT id FROM notice_event")).rowCount;
  const before = (await count()) ?? 0;
  await expect(
    transaction(async (client) => {
      await raise(client, { kind: "mention", subject: "finding:1" });
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await count()).toBe(before);
  for (let i = 0; i < 2; i++)
    await transaction((client) => raise(client, { kind: "report_failed", subject: "report:1", key: "once" }));
  expect(await count()).toBe(before + 1);
});
