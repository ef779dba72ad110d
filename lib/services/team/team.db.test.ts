import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { listClusters } from "../cluster/list";
import { createRule } from "../ownership/create";
import { listRules } from "../ownership/list";
import { removeRule } from "../ownership/remove";
import { updateRule } from "../ownership/update";
import { makePerson, makeTeam, type Person, refusalOf } from "../testing/people";
import { createTeam } from "./create";
import { listTeams } from "./list";
import { teamMembers } from "./members";
import { removeTeam } from "./remove";
import { removeMember } from "./remove-member";
import { setMember } from "./set-member";
import { renameTeam } from "./update";

let database: TestDatabase;
let admin: Person;
let security: Person;
let lead: Person;
let member: Person;
let outsider: Person;

beforeAll(async () => {
  database = await testDatabase();
  const [red, blue] = [await makeTeam("red"), await makeTeam("blue")];
  admin = await makePerson("admin");
  security = await makePerson("security");
  lead = await makePerson("devops", [{ team: red, lead: true }]);
  member = await makePerson("devops", [{ team: red }]);
  outsider = await makePerson("devops", [{ team: blue, lead: true }]);
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const slugs = (list: { items: readonly { slug: string }[] }) => list.items.map((item) => item.slug);

describe("teams", () => {
  it("are seen by their people, and all of them by those who see everything", async () => {
    expect(slugs(await listTeams(admin.actor))).toEqual(["blue", "red"]);
    expect(slugs(await listTeams(member.actor))).toEqual(["red"]);
    expect(slugs(await listTeams((await makePerson("devops")).actor))).toEqual([]);
  });

  it("look to an outsider as if they were not there", async () => {
    const known = await teamMembers(outsider.actor, "red").catch((error: Error) => error.message);
    const unknown = await teamMembers(outsider.actor, "no-such-team").catch((error: Error) => error.message);
    expect(known).toBe(unknown);
    expect(await refusalOf(setMember(outsider.actor, "red", { email: outsider.email, lead: true }))).toBe("not_found");
    expect(await refusalOf(removeMember(outsider.actor, "red", member.id))).toBe("not_found");
  });

  it("are managed by their own leads, not by members, and by admins", async () => {
    const { email, id } = await makePerson("devops");
    expect(await refusalOf(setMember(member.actor, "red", { email, lead: false }))).toBe("forbidden");
    await setMember(lead.actor, "red", { email, lead: false });
    await setMember(admin.actor, "red", { email: email.toUpperCase(), lead: true });
    const { members, abilities } = await teamMembers(member.actor, "red");
    expect(members.find((one) => one.userId === id)).toMatchObject({ email, lead: true });
    expect(abilities).toEqual({ "members.manage": false, "teams.manage": false });
    expect((await teamMembers(lead.actor, "red")).abilities["members.manage"]).toBe(true);
    await removeMember(lead.actor, "red", id);
    expect(await refusalOf(removeMember(lead.actor, "red", id))).toBe("not_found");
    expect(await refusalOf(setMember(lead.actor, "red", { email: "who@example.org", lead: false }))).toBe("invalid");
  });

  it("are made, renamed and removed by admins; their rules go with them and owners are worked out anew", async () => {
    expect(await refusalOf(createTeam(security.actor, { slug: "green", name: "Green" }))).toBe("forbidden");
    expect(await refusalOf(renameTeam(lead.actor, "red", "X"))).toBe("forbidden");
    await createTeam(admin.actor, { slug: "green", name: "Green" });
    expect(await refusalOf(createTeam(admin.actor, { slug: "green", name: "Again" }))).toBe("conflict");
    await renameTeam(admin.actor, "green", "Greener");
    await createRule(security.actor, { priority: 5, team: "green", namespace: "green-*" });
    await pool().query("DELETE FROM graphile_worker._private_jobs");
    await removeTeam(admin.actor, "green");
    expect(await listRules(admin.actor)).toEqual([]);
    const { rows } = await pool().query("SELECT task_identifier AS task FROM graphile_worker.jobs");
    expect(rows).toEqual([{ task: "reassign" }]);
  });
});

describe("ownership rules", () => {
  it("are written by security, and each write works owners out anew, once", async () => {
    for (const { actor } of [admin, lead]) {
      expect(await refusalOf(createRule(actor, { priority: 1, team: "red", namespace: "a" }))).toBe("forbidden");
    }
    const { id } = await createRule(security.actor, { priority: 20, team: "red", namespace: "shop-*" });
    await createRule(security.actor, { priority: 10, team: "blue", cluster: "prod", labelKey: "app" });
    await updateRule(security.actor, id, { priority: 30, team: "red", image: "ghcr.io/shop/*" });
    expect(await refusalOf(createRule(security.actor, { priority: 1, team: "none", namespace: "a" }))).toBe("invalid");
    expect(await refusalOf(updateRule(security.actor, 999_999, { priority: 1, team: "red", image: "a" }))).toBe(
      "not_found",
    );
    const rules = await listRules(security.actor);
    expect(rules.map((rule) => [rule.priority, rule.team.slug])).toEqual([
      [10, "blue"],
      [30, "red"],
    ]);
    expect(rules[1]).toMatchObject({
      namespace: null,
      image: "ghcr.io/shop/*",
      abilities: { "ownership.write": true },
    });
    expect((await pool().query("SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'reassign'")).rowCount).toBe(
      1,
    );
    expect((await listRules(member.actor)).map((rule) => rule.team.slug)).toEqual(["red"]);
    await removeRule(security.actor, id);
    expect(await refusalOf(removeRule(security.actor, id))).toBe("not_found");
  });
});

describe("clusters", () => {
  it("are seen by a team where something of theirs is placed", async () => {
    await pool().query("INSERT INTO cluster (id, slug, name) VALUES (901, 'east', 'East'), (902, 'west', 'West')");
    await pool().query(
      `INSERT INTO placement (subject_id, place_id, asset_id, workload_id, cluster_id, team_id, fix_team_id, source, running, exposed, seen_at)
       SELECT 1, 1, 1, 1, 901, id, id, 1, 1, false, now() FROM team WHERE slug = 'red'`,
    );
    expect(slugs(await listClusters(member.actor))).toEqual(["east"]);
    expect(slugs(await listClusters(outsider.actor))).toEqual([]);
    expect(slugs(await listClusters(security.actor))).toEqual(["east", "west"]);
  });
});
