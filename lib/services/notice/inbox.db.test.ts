import { afterAll, beforeAll, expect, it } from "vitest";
import { scopeOf } from "@/lib/authz/scope";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { transaction } from "@/lib/db/transaction";
import { defaultPreference } from "@/lib/domain/notice/rules";
import { inbox } from "@/lib/queries/notice/inbox";
import { createRule } from "../notice-rule/create";
import { listRules } from "../notice-rule/list";
import { removeRule } from "../notice-rule/remove";
import { updateRule } from "../notice-rule/update";
import { removeTeam } from "../team/remove";
import { makePerson, makeTeam, type Person, refusalOf } from "../testing/people";
import { updateUser } from "../user/update";
import { dispatchNotices } from "./dispatch";
import { markRead } from "./mark-read";
import { readPreference, resetPreference, setPreference } from "./preference";
import { raise } from "./raise";

let database: TestDatabase;
let shop = 0;
let [ada, lead, sec, admin]: Person[] = [];
beforeAll(async () => {
  database = await testDatabase();
  shop = await makeTeam("shop");
  ada = await makePerson("devops", [{ team: shop }]);
  lead = await makePerson("devops", [{ team: shop, lead: true }]);
  sec = await makePerson("security");
  admin = await makePerson("admin");
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const all = { unread: false, limit: 100 };
const titles = async (person: Person | undefined) =>
  person ? (await inbox(scopeOf(person.actor), all)).rows.map(({ data }) => data.title) : [];
const mention = (title: string, ...people: (Person | undefined)[]) =>
  transaction((client) =>
    raise(client, {
      ...{ kind: "mention", subject: "finding:1", teamIds: [shop], data: { title } },
      userIds: people.map((person) => person?.id ?? null),
    }),
  );

it("is its owner's alone, is marked as read by them alone, and forgets what concerns teams that they left", async () => {
  if (!ada || !lead || !sec) return expect.unreachable();
  await mention("one", ada);
  await mention("two", ada, lead);
  await dispatchNotices(pool());
  expect(await titles(ada)).toEqual(["two", "one"]);
  expect(await titles(lead)).toEqual(["two"]);
  expect(await titles(sec)).toEqual([]);
  const page = await inbox(scopeOf(ada.actor), { unread: true, limit: 1 });
  expect(page).toMatchObject({ more: true, unread: { value: 2, atLeast: false } });
  expect(
    await markRead(
      lead.actor,
      page.rows.map(({ id }) => id),
    ),
  ).toBe(0);
  expect(
    await markRead(
      ada.actor,
      page.rows.map(({ id }) => id),
    ),
  ).toBe(1);
  expect(await markRead(ada.actor, null)).toBe(1);
  const left = scopeOf({ ...ada.actor, teamIds: [] });
  expect((await inbox(left, all)).rows).toEqual([]);
  // Row-level security says the same by itself.
  const client = await pool().connect();
  await client.query(
    `BEGIN; SET LOCAL ROLE parapet_read; SET LOCAL parapet.teams = '${shop}'; SET LOCAL parapet.user_id = '${lead.id}'`,
  );
  expect((await client.query("SELECT data FROM notice_event")).rowCount).toBe(1);
  expect((await client.query("SELECT 1 FROM notice")).rowCount).toBe(1);
  await client.query("ROLLBACK");
  client.release();
});

it("everybody of security hears at once who is made security, whatever they muted", async () => {
  if (!ada || !sec || !admin) return expect.unreachable();
  await setPreference(sec.actor, { ...defaultPreference, muted: ["security_granted", "report_held"], email: "none" });
  expect((await readPreference(sec.actor)).preference.muted).toEqual(["report_held"]);
  const other = await makePerson("manager");
  await updateUser(admin.actor, other.id, { role: "security" });
  await dispatchNotices(pool());
  expect(await titles(sec)).toEqual([other.actor.name]);
  await resetPreference(sec.actor);
  expect(await readPreference(sec.actor)).toMatchObject({ isDefault: true, preference: { muted: [] } });
});

it("admins rule for everybody, leads for their team, others for nobody; and nobody learns of teams by asking", async () => {
  if (!ada || !lead || !sec || !admin) return expect.unreachable();
  const rule = {
    kinds: [],
    minSeverity: "high",
    timing: "now",
    hour: 8,
    weekday: 1,
    timeZone: "UTC",
    email: true,
  } as const;
  const base = { ...rule, kinds: [...rule.kinds] };
  const { id } = await createRule(lead.actor, { ...base, team: "shop" });
  for (const person of [ada, sec])
    expect(await refusalOf(createRule(person.actor, { ...base, team: "shop" }))).toBe("forbidden");
  for (const team of ["nothing", undefined])
    expect(await refusalOf(createRule(lead.actor, { ...base, team }))).toBe("forbidden");
  expect(await refusalOf(createRule(lead.actor, { ...base, team: "shop", userId: sec.id }))).toBe("forbidden");
  const bound = await createRule(admin.actor, { ...base, role: "security" });
  expect((await listRules(ada.actor)).items.map((one) => [one.id, one.abilities.remove])).toEqual([[id, false]]);
  expect((await listRules(sec.actor)).items).toEqual([]);
  expect((await listRules(admin.actor)).items.map((one) => one.id)).toEqual([id, bound.id]);
  expect(await refusalOf(removeRule(lead.actor, bound.id))).toBe("not_found");
  expect(await refusalOf(removeRule(ada.actor, id))).toBe("not_found");
  // Whoever may change a rule may make nothing of it that they could not make.
  expect(await refusalOf(updateRule(ada.actor, id, { ...base, team: "shop" }))).toBe("not_found");
  expect(await refusalOf(updateRule(lead.actor, bound.id, { ...base, team: "shop" }))).toBe("not_found");
  for (const wider of [{}, { team: "nothing" }, { team: "shop", userId: sec.id }])
    expect(await refusalOf(updateRule(lead.actor, id, { ...base, ...wider }))).toBe("forbidden");
  await updateRule(lead.actor, id, { ...base, team: "shop", timing: "weekly", weekday: 3, minSeverity: "low" });
  const [changed] = (await listRules(lead.actor)).items;
  expect(changed).toMatchObject({ id, timing: "weekly", weekday: 3, minSeverity: "low", abilities: { update: true } });
  await removeRule(lead.actor, id);
  await removeRule(admin.actor, bound.id);
  await makeTeam("gone");
  await createRule(admin.actor, { ...base, team: "gone" });
  await removeTeam(admin.actor, "gone");
  expect((await listRules(admin.actor)).items).toEqual([]);
});
