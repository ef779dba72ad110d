import { describe, expect, it } from "vitest";
import { noticeKindList } from "./kinds";
import { messageOf } from "./message";
import { channelsOf, defaultPreference, digestOf, feeds, type NoticeRule, type RoutedEvent } from "./rules";

const event = (over: Partial<RoutedEvent>): RoutedEvent => ({
  ...{ kind: "kev_listed", teamIds: [1], userIds: [], actorId: null, severity: null },
  ...over,
});
const rule = (over: Partial<NoticeRule>): NoticeRule => ({
  ...{ id: 1, role: null, teamId: null, userId: null, integrationId: null, kinds: [], minSeverity: "info" },
  ...{ timing: "now", hour: 8, weekday: 1, timeZone: "UTC", email: false },
  ...over,
});
const ada = { id: 1, role: "devops", teamIds: [1] } as const;
const bob = { id: 2, role: "devops", teamIds: [2] } as const;
const sec = { id: 3, role: "security", teamIds: [] } as const;

describe("without any set-up", () => {
  it("tells the team, and mails only those who are named", () => {
    expect(channelsOf(ada, event({}), [], null)).toEqual({ inbox: true, email: false });
    expect(channelsOf(bob, event({}), [], null).inbox).toBe(false);
    expect(channelsOf(sec, event({}), [], null).inbox).toBe(false);
    expect(channelsOf(ada, event({ kind: "mention", userIds: [1] }), [], null)).toEqual({ inbox: true, email: true });
  });
  it("tells nobody what they may not see, even by name, and nobody what they did", () => {
    expect(channelsOf(bob, event({ kind: "mention", userIds: [2] }), [], null).inbox).toBe(false);
    expect(channelsOf(ada, event({ actorId: 1 }), [], null).inbox).toBe(false);
  });
});

describe("rules", () => {
  it("widen who is told where they name the kind, within what each may see", () => {
    const named = rule({ kinds: ["kev_listed"], email: true });
    expect(channelsOf(sec, event({}), [named], null)).toEqual({ inbox: true, email: true });
    expect(channelsOf(sec, event({}), [rule({})], null).inbox).toBe(false);
    expect(channelsOf(bob, event({}), [named], null).inbox).toBe(false);
  });
  it("of a team or a least severity keep to it", () => {
    const team = rule({ teamId: 2, email: true });
    expect(channelsOf(ada, event({}), [team], null).email).toBe(false);
    const high = rule({ teamId: 1, minSeverity: "high", email: true });
    expect(channelsOf(ada, event({ severity: "medium" }), [high], null).email).toBe(false);
    expect(channelsOf(ada, event({ severity: "critical" }), [high], null).email).toBe(true);
  });
  it("feed an endpoint of a team only with what concerns the team", () => {
    const slack = rule({ integrationId: 9, teamId: 1 });
    expect(feeds(slack, event({}))).toBe(true);
    expect(feeds(slack, event({ teamIds: [2] }))).toBe(false);
    expect(feeds(slack, event({ kind: "security_granted", teamIds: [] }))).toBe(false);
    expect(feeds(rule({ integrationId: 9 }), event({ teamIds: [2] }))).toBe(true);
  });
});

describe("one's own choice", () => {
  const own = { ...defaultPreference, muted: ["kev_listed", "security_granted"], email: "none" } as const;
  it("comes last, but for what nobody can mute", () => {
    expect(channelsOf(ada, event({}), [rule({ email: true })], own).inbox).toBe(false);
    expect(channelsOf(sec, event({ kind: "security_granted", teamIds: [] }), [], own).inbox).toBe(true);
    expect(channelsOf(ada, event({ kind: "mention", userIds: [1] }), [], own)).toEqual({ inbox: true, email: false });
  });
  it("says when the digest comes, before any rule", () => {
    const weekly = rule({ teamId: 1, timing: "weekly", hour: 6 });
    expect(digestOf(ada, [], null)).toMatchObject({ timing: "daily", hour: 8 });
    expect(digestOf(ada, [weekly], null)).toMatchObject({ timing: "weekly", hour: 6 });
    expect(digestOf(ada, [weekly], { ...own, digest: "off" })).toBeNull();
  });
});

it("every kind has words and leads to a page", () => {
  for (const kind of noticeKindList) {
    const { title, path } = messageOf({ kind, subject: "finding:12", data: { title: "CVE-2026-1", by: "Ada" } });
    expect(title).not.toContain("undefined");
    expect(path).toBe("/findings?state=all&finding=12");
  }
});
