import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { resolveSession } from "../session/resolve";
import { makePerson, makeTeam, type Person, refusalOf } from "../testing/people";
import { createUser } from "./create";
import { listUsers } from "./list";
import { updateUser } from "./update";

let database: TestDatabase;
let admin: Person;
const request = (email: string, role: "devops" | "security" = "devops") => ({
  email,
  name: "New",
  role,
  password: "a long enough one",
});
const audited = async (action: string) =>
  (await pool().query<{ target: string }>("SELECT target FROM audit_entry WHERE action = $1", [action])).rows;

beforeAll(async () => {
  database = await testDatabase();
  admin = await makePerson("admin");
});
afterAll(async () => {
  await closePool();
  await database.close();
});

describe("users", () => {
  it("are made by admins only, each e-mail once in any case", async () => {
    for (const role of ["security", "devops", "manager"] as const) {
      const { actor } = await makePerson(role);
      expect(await refusalOf(createUser(actor, request("x@example.org")))).toBe("forbidden");
      expect(await refusalOf(listUsers(actor))).toBe("forbidden");
      expect(await refusalOf(updateUser(actor, admin.id, { name: "X" }))).toBe("forbidden");
    }
    await createUser(admin.actor, request("New@example.org"));
    expect(await refusalOf(createUser(admin.actor, request("nEW@example.org")))).toBe("conflict");
  });

  it("are listed with their teams", async () => {
    const team = await makeTeam("payments");
    const { id } = await makePerson("devops", [{ team, lead: true }]);
    const [row] = await listUsers(admin.actor, id);
    expect(row).toMatchObject({ id, role: "devops", locked: false, disabledAt: null });
    expect(row?.teams).toEqual([{ slug: "payments", name: "payments", lead: true }]);
  });

  it("leave a loud entry when somebody becomes security, by creation or by change", async () => {
    const { id } = await createUser(admin.actor, request("loud@example.org"));
    await updateUser(admin.actor, id, { role: "security" });
    await createUser(admin.actor, request("louder@example.org", "security"));
    const targets = (await audited("user.grant_security")).map((row) => row.target);
    expect(targets).toEqual(["user:loud@example.org", "user:louder@example.org"]);
  });

  it("leave no entry when nothing changes", async () => {
    const before = (await pool().query("SELECT 1 FROM audit_entry")).rowCount;
    await updateUser(admin.actor, admin.id, { role: "admin", disabled: false });
    expect((await pool().query("SELECT 1 FROM audit_entry")).rowCount).toBe(before);
    expect(await refusalOf(updateUser(admin.actor, 999_999, { name: "X" }))).toBe("not_found");
  });

  it("are signed out by a new password and by being disabled", async () => {
    for (const change of [{ password: "another good one" }, { disabled: true }]) {
      const person = await makePerson("security");
      expect(await resolveSession(person.secret)).not.toBeNull();
      await updateUser(admin.actor, person.id, change);
      expect(await resolveSession(person.secret)).toBeNull();
    }
  });

  it("always keep an admin, even when two demote each other at once", async () => {
    expect(await refusalOf(updateUser(admin.actor, admin.id, { disabled: true }))).toBe("conflict");
    expect(await refusalOf(updateUser(admin.actor, admin.id, { role: "manager" }))).toBe("conflict");
    const other = await makePerson("admin");
    const outcomes = await Promise.all([
      refusalOf(updateUser(systemActor("a"), other.id, { role: "manager" })),
      refusalOf(updateUser(systemActor("b"), admin.id, { role: "manager" })),
    ]);
    expect(outcomes.sort()).toEqual(["conflict", "none"]);
  });
});
