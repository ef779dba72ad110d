import { describe, expect, it } from "vitest";
import { roles } from "../domain/vocabulary";
import type { UserActor } from "./actor";
import { can } from "./can";
import { actions, policy } from "./policy";

/** The rights table of the documentation, written out a second time so that a change of a cell is a decision. */
const table = `
posture.read         all  all  own       all
findings.read        all  all  own       all
inventory.read       all  all  own       all
reports.read         all  all  own       all
teams.read           all  all  own       all
ownership.read       all  all  own       all
findings.triage      no   all  own       no
remediations.write   no   all  own       no
exceptions.request   no   all  own       no
suppressions.request no   all  own       no
responses.request    no   all  own       no
exceptions.decide    no   all  no        no
suppressions.decide  no   all  no        no
responses.decide     no   all  no        no
severity.override    no   all  no        no
imports.confirm      no   all  no        no
guardrails.write     no   all  no        no
sla.write            no   all  no        no
ownership.write      no   all  no        no
gate.run             no   all  own       no
reports.import       all  all  no        no
clusters.manage      all  all  no        no
members.manage       all  no   lead      no
users.manage         all  no   no        no
teams.manage         all  no   no        no
tokens.manage        all  no   no        no
integrations.manage  all  no   no        no
audit.read           all  all  no        all
trends.read          all  all  own       all
exports.read         all  all  own       all
schedules.manage     all  all  own       all
views.write          self self self_team self
session.own          self self self      self
`;
const expected = table
  .trim()
  .split("\n")
  .map((line) => line.split(/ +/));

/** Member of teams 1 and 2, lead of 2. */
const person = (role: UserActor["role"]): UserActor => ({
  kind: "user",
  id: 7,
  name: "A",
  email: "a@example.org",
  role,
  teamIds: [1, 2],
  leadOf: [2],
  sessionId: null,
});

describe("rights table", () => {
  it("lists exactly these actions", () => {
    expect(expected.map(([action]) => action)).toEqual(actions);
  });

  const cells = expected.flatMap(([action, ...grants]) =>
    grants.map((grant, at) => ({ action: action as (typeof actions)[number], grant, role: roles.list[at] ?? "admin" })),
  );
  it.each(cells)("$role: $action is $grant", ({ action, grant, role }) => {
    expect(policy[action][role]).toBe(grant);
    const who = person(role);
    const may = (target: object) => can(who, action, target);
    expect(can(who, action)).toBe(grant !== "no");
    expect(may({ teamIds: [2] })).toBe(["all", "own", "lead"].includes(grant ?? ""));
    expect(may({ teamIds: [1] })).toBe(["all", "own"].includes(grant ?? ""));
    expect(may({ teamIds: [9] })).toBe(grant === "all");
    expect(may({ teamIds: [0] })).toBe(grant === "all");
    expect(may({ userId: 7 })).toBe(["all", "self", "self_team"].includes(grant ?? ""));
    expect(may({ userId: 8 })).toBe(grant === "all");
    expect(may({ userId: 8, shared: true, teamIds: [1] })).toBe(["all", "own", "self_team"].includes(grant ?? ""));
  });
});
