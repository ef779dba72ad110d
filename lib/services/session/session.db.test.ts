import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { refusalOf } from "../testing/people";
import { createUser } from "../user/create";
import { updateUser } from "../user/update";
import { changePassword } from "./change-password";
import { listSessions } from "./list";
import { resolveSession } from "./resolve";
import { endSession, revokeSession } from "./revoke";
import { digest } from "./secret";
import { limits, signIn } from "./sign-in";

const admin = systemActor("test");
const password = "correct horse battery";
let database: TestDatabase;
let email: string;
let id: number;
let count = 0;

const enter = (given = password, who = email, address: string | null = null) =>
  signIn({ email: who, password: given, address, userAgent: "test" });
const secretOf = async () => (await enter())?.secret ?? "";

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await closePool();
  await database.close();
});
beforeEach(async () => {
  email = `person-${++count}@example.org`;
  ({ id } = await createUser(admin, { email: email.toUpperCase(), name: "P", role: "security", password }));
});

describe("signing in", () => {
  it("opens a session that resolves to the person", async () => {
    const actor = await resolveSession(await secretOf());
    expect(actor).toMatchObject({ kind: "user", id, email, role: "security", teamIds: [], leadOf: [] });
    expect(await resolveSession("something else")).toBeNull();
    const opened = "SELECT detail FROM audit_entry WHERE action = 'session.open' AND target = $1";
    expect((await pool().query(opened, [`user:${email}`])).rows).toEqual([{ detail: { address: null } }]);
  });

  it("takes the e-mail in any case and refuses a wrong password, an unknown e-mail and a disabled person alike", async () => {
    expect(await enter(password, `  ${email.toUpperCase()} `)).not.toBeNull();
    expect(await enter("wrong")).toBeNull();
    expect(await enter(password, "nobody@example.org")).toBeNull();
    await updateUser(admin, id, { disabled: true });
    expect(await enter()).toBeNull();
  });

  it("locks an account after repeated failures, known or not, even for the right password", async () => {
    for (const who of [email, `ghost-${count}@example.org`]) {
      for (let i = 0; i < limits.account; i++) expect(await enter("wrong", who)).toBeNull();
      expect(await refusalOf(enter(password, who))).toBe("too_many");
    }
    const { rows } = await pool().query(
      "SELECT action FROM audit_entry WHERE target = $1 AND action = 'session.locked'",
      [`user:${email}`],
    );
    expect(rows).toHaveLength(1);
  });

  it("does not let parallel guesses past the lock", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 25 }, () => enter("wrong")));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(limits.account);
  });

  it("forgets failures after a success", async () => {
    for (let i = 0; i < limits.account - 1; i++) await enter("wrong");
    expect(await enter()).not.toBeNull();
    for (let i = 0; i < limits.account; i++) expect(await enter("wrong")).toBeNull();
  });

  it("locks an address that tries many accounts, but not for its successes", async () => {
    const address = `203.0.113.${count}`;
    for (let i = 0; i < 3; i++) expect(await enter(password, email, address)).not.toBeNull();
    await pool().query("UPDATE rate_limit SET count = $2 WHERE key = $1", [
      `sign-in:address:${address}`,
      limits.address,
    ]);
    expect(await refusalOf(enter("wrong", `other-${count}@example.org`, address))).toBe("too_many");
    expect(await enter(password, email, "203.0.113.250")).not.toBeNull();
  });

  it("takes as long for an unknown e-mail as for a wrong password", async () => {
    const time = async (who: string) => {
      const started = performance.now();
      for (let i = 0; i < 3; i++) await enter("wrong", who);
      return performance.now() - started;
    };
    await time("warm-up@example.org");
    const [known, unknown] = [await time(email), await time("stranger@example.org")];
    expect(unknown).toBeGreaterThan(known / 4);
  });
});

describe("a session", () => {
  it("ends at once when it is revoked, expires, lies idle, or its person is disabled", async () => {
    const ends: ((secret: string) => Promise<unknown>)[] = [
      (secret) => endSession(secret),
      (secret) =>
        pool().query("UPDATE session SET expires_at = now() - interval '1 second' WHERE id = $1", [digest(secret)]),
      (secret) =>
        pool().query("UPDATE session SET seen_at = now() - interval '8 days' WHERE id = $1", [digest(secret)]),
      () => updateUser(admin, id, { disabled: true }),
    ];
    for (const end of ends) {
      const secret = await secretOf();
      expect(await resolveSession(secret)).not.toBeNull();
      await end(secret);
      expect(await resolveSession(secret)).toBeNull();
    }
  });

  it("shows a new role and a new team at once", async () => {
    const secret = await secretOf();
    await updateUser(admin, id, { role: "devops" });
    await pool().query("INSERT INTO team (slug, name) VALUES ($1, 'T')", [`team-${count}`]);
    await pool().query(
      "INSERT INTO membership (user_id, team_id, lead) SELECT $1, id, true FROM team WHERE slug = $2",
      [id, `team-${count}`],
    );
    const actor = await resolveSession(secret);
    expect(actor).toMatchObject({ role: "devops", teamIds: [expect.any(Number)] });
    expect(actor?.leadOf).toEqual(actor?.teamIds);
  });

  it("is listed and ended only by its own person", async () => {
    const [mine, other] = [await secretOf(), await secretOf()];
    const actor = await resolveSession(mine);
    if (!actor) return expect.unreachable();
    const listed = await listSessions(actor);
    expect(listed.map((row) => row.current).sort()).toEqual([false, true]);
    expect(await refusalOf(revokeSession({ ...actor, id: id + 10_000 }, digest(other)))).toBe("not_found");
    await revokeSession(actor, digest(other));
    expect(await resolveSession(other)).toBeNull();
    expect(await refusalOf(revokeSession(actor, digest(other)))).toBe("not_found");
    expect(await listSessions(actor)).toHaveLength(1);
  });

  it("outlives a change of one's own password, and the others do not", async () => {
    const [mine, other] = [await secretOf(), await secretOf()];
    const actor = await resolveSession(mine);
    if (!actor) return expect.unreachable();
    expect(await refusalOf(changePassword(actor, { current: "wrong", next: "another good one" }))).toBe("invalid");
    await changePassword(actor, { current: password, next: "another good one" });
    expect(await resolveSession(mine)).not.toBeNull();
    expect(await resolveSession(other)).toBeNull();
    expect(await enter()).toBeNull();
    expect(await enter("another good one")).not.toBeNull();
  });

  it("keeps neither the secret nor the password", async () => {
    const secret = await secretOf();
    const { rows } = await pool().query<{ text: string }>(
      `SELECT (SELECT string_agg(s::text, ' ') FROM session s) || (SELECT string_agg(u::text, ' ') FROM "user" u)
        || (SELECT string_agg(a::text, ' ') FROM audit_entry a) AS text`,
    );
    expect(rows[0]?.text).not.toContain(secret);
    expect(rows[0]?.text).not.toContain(password);
    expect(rows[0]?.text).toContain("$argon2id$");
  });
});
