import { describe, expect, it } from "vitest";
import { checkHost, checkOrigin, secureCookies } from "./origin";

const passes = (check: () => void): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};
const write = (headers: Record<string, string>, env = {}) =>
  passes(() => checkOrigin("POST", new Headers({ host: "parapet.example.org:3000", ...headers }), env));

describe("checkOrigin", () => {
  it("lets reads pass from anywhere", () => {
    expect(passes(() => checkOrigin("GET", new Headers({ origin: "https://evil.example" })))).toBe(true);
  });

  it("lets writes pass from the same host and port only", () => {
    expect(write({ origin: "http://parapet.example.org:3000" })).toBe(true);
    expect(write({ origin: "http://parapet.example.org" })).toBe(false);
    expect(write({ origin: "http://parapet.example.org:3000.evil.example" })).toBe(false);
    expect(write({ origin: "https://evil.example" })).toBe(false);
    expect(write({ origin: "null" })).toBe(false);
  });

  it("lets the public address pass where a proxy changed the host", () => {
    const env = { PUBLIC_URL: "https://posture.example.org/" };
    expect(write({ origin: "https://posture.example.org" }, env)).toBe(true);
    expect(write({ origin: "http://posture.example.org" }, env)).toBe(false);
  });

  it("refuses a write that says nothing of where it comes from", () => {
    expect(write({})).toBe(false);
    expect(write({ "sec-fetch-site": "cross-site" })).toBe(false);
    expect(write({ "sec-fetch-site": "same-site" })).toBe(false);
    expect(write({ "sec-fetch-site": "same-origin" })).toBe(true);
  });
});

describe("checkHost", () => {
  const host = (name: string, loopback: boolean, env = {}) =>
    passes(() => checkHost(new Headers({ host: name }), loopback, env));

  it("answers only to loopback names on a server that only this machine reaches", () => {
    for (const name of ["localhost:3000", "127.0.0.1", "[::1]:3000", "LOCALHOST"]) expect(host(name, true)).toBe(true);
    for (const name of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:3000", ""])
      expect(host(name, true)).toBe(false);
  });

  it("answers to the public address, and to every name on an open server", () => {
    expect(host("posture.example.org", true, { PUBLIC_URL: "https://posture.example.org" })).toBe(true);
    expect(host("anything", false)).toBe(true);
  });
});

describe("secureCookies", () => {
  it("follows the public address", () => {
    expect(secureCookies({ PUBLIC_URL: "https://a.example" })).toBe(true);
    expect(secureCookies({ PUBLIC_URL: "http://a.example" })).toBe(false);
    expect(secureCookies({ PUBLIC_URL: "nonsense" })).toBe(false);
    expect(secureCookies({})).toBe(false);
  });
});
