import { describe, expect, it } from "vitest";
import { systemActor, type TokenActor, type UserActor } from "./actor";
import { readActions } from "./policy";
import { scopeOf } from "./scope";

const user = (role: UserActor["role"], teamIds: number[]): UserActor => ({
  kind: "user",
  id: 3,
  name: "A",
  email: "a@example.org",
  role,
  teamIds,
  leadOf: [],
  sessionId: null,
});
const token = (more: Partial<TokenActor>): TokenActor => ({
  kind: "token",
  id: 5,
  name: "t",
  actions: readActions,
  clusterId: null,
  teamId: null,
  ...more,
});

describe("scopeOf", () => {
  it.each(["admin", "security", "manager"] as const)("lets %s see everything, in a team or not", (role) => {
    expect(scopeOf(user(role, [1]))).toEqual({ teams: "*", userId: 3, tokenId: null });
  });

  it("keeps devops to their teams, each once and in order", () => {
    expect(scopeOf(user("devops", [9, 2, 9]))).toEqual({ teams: [2, 9], userId: 3, tokenId: null });
  });

  it("shows nothing to devops without a team, and nobody's things to nobody", () => {
    expect(scopeOf(user("devops", [])).teams).toEqual([]);
    expect(scopeOf(user("devops", [0])).teams).toEqual([]);
  });

  it("lets a reading token see everything, or one team", () => {
    expect(scopeOf(token({})).teams).toBe("*");
    expect(scopeOf(token({ teamId: 4 })).teams).toEqual([4]);
  });

  it("shows nothing to a token that imports, but remembers who it is", () => {
    const actions = ["reports.import", "reports.read"] as const;
    expect(scopeOf(token({ actions, clusterId: 2 }))).toEqual({ teams: [], userId: null, tokenId: 5 });
    expect(scopeOf(token({ actions: ["reports.import"] })).teams).toEqual([]);
    expect(scopeOf(token({ actions: [] })).teams).toEqual([]);
  });

  it("lets the installation see everything", () => {
    expect(scopeOf(systemActor("x"))).toEqual({ teams: "*", userId: null, tokenId: null });
  });

  it("cannot be changed afterwards", () => {
    const scope = scopeOf(user("devops", [1]));
    expect(() => Object.assign(scope, { teams: "*" })).toThrow(TypeError);
    expect(() => (scope.teams as number[]).push(2)).toThrow(TypeError);
  });

  it("cannot be written as a literal", () => {
    // @ts-expect-error the brand is not exported
    const forged: ReturnType<typeof scopeOf> = { teams: "*", userId: null, tokenId: null };
    expect(forged).toBeDefined();
  });
});
