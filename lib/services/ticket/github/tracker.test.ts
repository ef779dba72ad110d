import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Stored } from "../../integration/store";
import { NotSent } from "../../outgoing/refused";
import { type FakeGithub, startGithub } from "../testing/github";
import { limited } from "./client";
import { isSignedBy } from "./signature";
import { githubTracker } from "./tracker";

let github: FakeGithub;
const text = { title: "Move shop to 1.2", body: "words\n<!-- m -->", marker: "<!-- m -->" };
const stored = (): Stored<"github"> => ({
  ...{
    id: 1,
    kind: "github",
    name: "g",
    disabledAt: null,
    failingSince: null,
    secret: { token: "ghp_planted", key: "k" },
  },
  config: { apiUrl: github.url, allowPrivate: true, repositories: {}, automatic: true },
});
const tracker = () => githubTracker(stored());

beforeAll(async () => {
  github = await startGithub();
});
afterAll(() => github.close());
beforeEach(() => {
  github.issues.length = 0;
  github.asked.length = 0;
});

async function refused(answer: { status: number; headers?: Record<string, string>; body?: string }): Promise<NotSent> {
  github.next.push(answer);
  const error = await tracker()
    .create(github.repository, text)
    .catch((fault: unknown) => fault);
  if (error instanceof NotSent) return error;
  throw new Error("it was not refused");
}

it("a change on a later page is not missed because the first page is as it was", async () => {
  const begin = Date.now();
  github.now = () => new Date(begin);
  for (let i = 0; i < 130; i++) await tracker().create(github.repository, text);
  const start = new Date(begin - 60_000);
  const first = await tracker().changes(github.repository, null, start);
  const second = await tracker().changes(github.repository, first.cursor, start);
  github.set(130, "closed");
  const third = await tracker().changes(github.repository, second.cursor, start);
  expect(third.items).toContainEqual(expect.objectContaining({ number: 130, state: "closed" }));
});

it("makes, changes, closes, reopens and finds issues", async () => {
  const made = await tracker().create(github.repository, text);
  expect(made).toMatchObject({ number: 1, state: "open", repository: "acme/shop" });
  expect((await tracker().update(made, { ...text, title: "Other" }, "closed")).state).toBe("closed");
  expect((await tracker().update(made, text, null)).state).toBe("closed");
  expect((await tracker().update(made, text, "open")).state).toBe("open");
  expect(await tracker().find(github.repository, text.marker)).toEqual(made);
  expect(await tracker().find(github.repository, "<!-- other -->")).toBeNull();
  expect(await tracker().get(made)).toEqual(made);
});

it("reads what changed, over pages, and pays for nothing while nothing does", async () => {
  const begin = Date.now();
  for (let i = 0; i < 130; i++) {
    github.now = () => new Date(begin + (i < 110 ? 0 : 1_000));
    await tracker().create(github.repository, text);
  }
  const start = new Date(Date.now() - 60_000);
  const first = await tracker().changes(github.repository, null, start);
  expect(first.items.length).toBe(130);
  const second = await tracker().changes(github.repository, first.cursor, start);
  const third = await tracker().changes(github.repository, second.cursor, start);
  expect(third.items).toEqual([]);
  expect(github.asked.at(-1)?.status).toBe(304);
  github.now = () => new Date(Date.now() + 5_000);
  github.set(7, "closed");
  const fourth = await tracker().changes(github.repository, third.cursor, start);
  expect(fourth.items).toContainEqual(expect.objectContaining({ number: 7, state: "closed" }));
});

describe("what it refuses", () => {
  it.each([
    [401, "token", true],
    [404, "no such repository", true],
    [410, "switched off", true],
    [422, "does not take", true],
    [403, "may not do this", true],
    [301, "moved", true],
    [500, "answered 500", false],
    [503, "answered 503", false],
  ])("%i says what it means, and whether to try again", async (status, words, final) => {
    const error = await refused({ status, body: '{"message":"secret words"}' });
    expect(error.message).toContain(words);
    expect(error.message).not.toContain("secret");
    expect([error.final, error.retryAfter]).toEqual([final, null]);
  });

  it("a limit says how long to wait, as its headers do", async () => {
    const now = new Date("2026-03-01T00:00:00Z");
    const at = (status: number, headers: Record<string, string>, body = "") => limited({ status, headers, body }, now);
    const reset = String(now.getTime() / 1000 + 900);
    expect(at(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset })).toBe(900);
    expect(at(429, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset })).toBe(900);
    expect(at(403, { "retry-after": "30", "x-ratelimit-remaining": "12" })).toBe(30);
    expect(at(403, { "x-ratelimit-remaining": "12" }, "You have exceeded a secondary rate limit.")).toBe(60);
    expect(at(429, {})).toBe(60);
    expect(at(403, { "x-ratelimit-remaining": "12" }, "Resource not accessible")).toBeNull();
    expect((await refused({ status: 429, headers: { "retry-after": "7" } })).retryAfter).toBe(7);
  });

  it("a wrong token, another API and an endless answer are told apart", async () => {
    github.token = "ghp_other";
    await expect(tracker().create(github.repository, text)).rejects.toThrow("token");
    github.token = "ghp_planted";
    await expect(refused({ status: 201, body: "<html>" })).resolves.toMatchObject({
      message: "what answered is not GitHub's API",
    });
    await expect(refused({ status: 201, body: "x".repeat(5 * 1024 * 1024) })).resolves.toMatchObject({ final: false });
  });
});

it("a webhook is believed only with its signature", () => {
  const body = Buffer.from('{"zen":"Hello, World!"}');
  // Value of GitHub's documentation for the secret "It's a Secret to Everybody" and the payload "Hello, World!".
  const known = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  expect(isSignedBy("It's a Secret to Everybody", Buffer.from("Hello, World!"), known)).toBe(true);
  expect(isSignedBy("other", Buffer.from("Hello, World!"), known)).toBe(false);
  expect(isSignedBy("It's a Secret to Everybody", body, known)).toBe(false);
  for (const header of [null, "", "sha1=abc", "sha256=zz", known.toUpperCase()])
    expect(isSignedBy("It's a Secret to Everybody", Buffer.from("Hello, World!"), header)).toBe(false);
});
