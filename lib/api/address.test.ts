import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { clientAddress, fromLoopback, stampPeer } from "./address";

/** Headers as they look after the server stamped the peer. */
const from = (peer: string, headers: Record<string, string> = {}) => {
  const request = { headers: { ...headers }, socket: { remoteAddress: peer } } as unknown as IncomingMessage;
  stampPeer(request);
  return new Headers(request.headers as Record<string, string>);
};

describe("clientAddress", () => {
  it("is the peer, whatever the client says of itself", () => {
    const lies = { "x-forwarded-for": "127.0.0.1", "x-parapet-peer": "127.0.0.1" };
    expect(clientAddress(from("203.0.113.9", lies), {})).toBe("203.0.113.9");
    expect(clientAddress(from("::ffff:203.0.113.9"), {})).toBe("203.0.113.9");
  });

  it("believes as many proxies as it is told of, counted from the right", () => {
    const headers = from("10.0.0.1", { "x-forwarded-for": "1.1.1.1, 203.0.113.9, 10.0.0.2" });
    expect(clientAddress(headers, { PARAPET_TRUSTED_PROXIES: "1" })).toBe("10.0.0.2");
    expect(clientAddress(headers, { PARAPET_TRUSTED_PROXIES: "2" })).toBe("203.0.113.9");
  });

  it("is not known without the server's stamp", () => {
    expect(clientAddress(new Headers({ "x-forwarded-for": "127.0.0.1" }), {})).toBeNull();
  });
});

describe("fromLoopback", () => {
  it("is true for this machine only", () => {
    expect(fromLoopback(from("127.0.0.1"), {})).toBe(true);
    expect(fromLoopback(from("::1"), {})).toBe(true);
    expect(fromLoopback(from("::ffff:127.0.0.1", { "x-forwarded-for": "::ffff:127.0.0.1" }), {})).toBe(true);
    expect(fromLoopback(from("10.0.0.1"), {})).toBe(false);
  });

  it("is false for what a proxy on this machine passes on", () => {
    expect(fromLoopback(from("127.0.0.1", { "x-forwarded-for": "203.0.113.9" }), {})).toBe(false);
    const told = { PARAPET_TRUSTED_PROXIES: "1" };
    expect(fromLoopback(from("127.0.0.1", { "x-forwarded-for": "127.0.0.1, 203.0.113.9" }), told)).toBe(false);
  });

  it("is false when nothing is known", () => {
    expect(fromLoopback(new Headers(), {})).toBe(false);
  });
});
