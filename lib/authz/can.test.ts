import { describe, expect, it } from "vitest";
import { systemActor, type TokenActor, type UserActor } from "./actor";
import { authorize, can } from "./can";
import { actions, fourEyes, readActions } from "./policy";
import { isRefusal } from "./refusal";

const user = (role: UserActor["role"], more: Partial<UserActor> = {}): UserActor => ({
  kind: "user",
  id: 1,
  name: "A",
  email: "a@example.org",
  role,
  teamIds: [],
  leadOf: [],
  sessionId: null,
  ...more,
});
const token = (more: Partial<TokenActor>): TokenActor => ({
  kind: "token",
  id: 1,
  name: "t",
  actions: [],
  clusterId: null,
  teamId: null,
  ...more,
});

describe("can", () => {
  it("lets nobody decide on what they asked for themselves", () => {
    for (const action of fourEyes) {
      expect(can(user("security"), action, { requestedBy: 1 })).toBe(false);
      expect(can(user("security"), action, { requestedBy: 2 })).toBe(true);
    }
  });

  it("gives a devops person without a team no object at all", () => {
    for (const action of actions) expect(can(user("devops"), action, { teamIds: [1], userId: 2 })).toBe(false);
  });

  it("lets only leads manage members, and only of their own team", () => {
    expect(can(user("devops", { teamIds: [1] }), "members.manage")).toBe(false);
    const lead = user("devops", { teamIds: [1, 2], leadOf: [1] });
    expect(can(lead, "members.manage", { teamIds: [1] })).toBe(true);
    expect(can(lead, "members.manage", { teamIds: [2] })).toBe(false);
  });

  it("keeps a token to its actions", () => {
    for (const action of actions) {
      expect(can(token({ actions: ["reports.import"] }), action)).toBe(action === "reports.import");
    }
  });

  it("keeps a token to its cluster, also where the cluster is not stated", () => {
    const one = token({ actions: ["reports.import"], clusterId: 4 });
    expect(can(one, "reports.import", { clusterId: 4 })).toBe(true);
    expect(can(one, "reports.import", { clusterId: 5 })).toBe(false);
    expect(can(one, "reports.import", {})).toBe(false);
    expect(can(one, "reports.import", { clusterId: null })).toBe(false);
  });

  it("keeps a token to its team", () => {
    const one = token({ actions: ["findings.read"], teamId: 4 });
    expect(can(one, "findings.read", { teamIds: [3, 4] })).toBe(true);
    expect(can(one, "findings.read", { teamIds: [3] })).toBe(false);
    expect(can(token({ actions: ["findings.read"], teamId: 0 }), "findings.read", { teamIds: [0] })).toBe(false);
  });

  it("makes reading tokens only from actions that look", () => {
    expect(readActions).toContain("findings.read");
    expect(readActions.every((action) => action.endsWith(".read"))).toBe(true);
  });

  it("lets the installation itself do everything, and throws a refusal for others", () => {
    expect(actions.every((action) => can(systemActor("test"), action))).toBe(true);
    expect(() => authorize(systemActor("test"), "users.manage")).not.toThrow();
    try {
      authorize(user("manager"), "users.manage");
      expect.unreachable();
    } catch (error) {
      expect(isRefusal(error) && error.code).toBe("forbidden");
    }
  });
});
