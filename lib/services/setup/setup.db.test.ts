import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { signIn } from "../session/sign-in";
import { refusalOf } from "../testing/people";
import { completeSetup } from "./complete";
import { loopbackOnly, setupCode, setupNotice, setupState } from "./state";

let database: TestDatabase | undefined;
const host = process.env.HOST;
const request = (n: number, code?: string) => ({
  name: "Admin",
  email: `Admin-${n}@example.org`,
  password: "a long enough one",
  code,
});

beforeEach(async () => {
  database = await testDatabase();
  process.env.HOST = "127.0.0.1";
});
afterEach(async () => {
  await closePool();
  await database?.close();
});
afterAll(() => {
  if (host === undefined) delete process.env.HOST;
  else process.env.HOST = host;
});

describe("first run", () => {
  it("makes exactly one admin out of many requests at once", async () => {
    expect(await setupState()).toEqual({ needed: true, codeRequired: false });
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, n) => refusalOf(completeSetup(request(n), null))));
    expect(outcomes.filter((outcome) => outcome === "none")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "conflict")).toHaveLength(7);
    const { rows } = await pool().query<{ email: string; role: number }>(`SELECT email, role FROM "user"`);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.role).toBe(0);
    expect(await setupState()).toEqual({ needed: false, codeRequired: false });
    const email = rows[0]?.email ?? "";
    expect(await signIn({ email, password: "a long enough one", address: null, userAgent: null })).not.toBeNull();
    expect(await setupNotice("http://x")).toBeNull();
  });

  it("asks for the code on the console when others can reach the server", async () => {
    process.env.HOST = "0.0.0.0";
    expect(await setupState()).toEqual({ needed: true, codeRequired: true });
    const code = await setupCode();
    expect(code).toMatch(/^[a-z0-9]{12}$/);
    expect(await setupNotice("http://host:3000")).toContain(code);
    expect(await refusalOf(completeSetup(request(1), "203.0.113.9"))).toBe("invalid");
    expect(await refusalOf(completeSetup(request(1, "000000000000"), "203.0.113.9"))).toBe("invalid");
    expect(await refusalOf(completeSetup(request(1, ` ${code.toUpperCase()} `), "203.0.113.9"))).toBe("none");
  });

  it("limits guesses of the code", async () => {
    process.env.HOST = "0.0.0.0";
    const outcomes: string[] = [];
    for (let n = 0; n < 12; n++) outcomes.push(await refusalOf(completeSetup(request(n, "guess"), "203.0.113.9")));
    expect(outcomes.slice(10)).toEqual(["too_many", "too_many"]);
    expect(await refusalOf(completeSetup(request(1, await setupCode()), "203.0.113.9"))).toBe("too_many");
  });
});

describe("loopbackOnly", () => {
  it("reads HOST, which is loopback unless said otherwise", () => {
    for (const name of [undefined, "", "127.0.0.1", "127.0.1.1", "::1", "localhost"]) {
      expect(loopbackOnly({ HOST: name })).toBe(true);
    }
    for (const name of ["0.0.0.0", "::", "192.168.1.5", "example.org"])
      expect(loopbackOnly({ HOST: name })).toBe(false);
  });
});
