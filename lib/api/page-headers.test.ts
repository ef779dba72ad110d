import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./page-headers";

const directive = (policy: string, name: string) =>
  policy.split("; ").find((part) => part.startsWith(`${name} `)) ?? "";

describe("contentSecurityPolicy", () => {
  const policy = contentSecurityPolicy("abc", true);

  it("runs only scripts that carry the nonce", () => {
    expect(directive(policy, "script-src")).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
    expect(policy).not.toContain("unsafe-eval");
  });

  it("lets nobody frame the pages and nothing be loaded from elsewhere", () => {
    expect(directive(policy, "frame-ancestors")).toBe("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*/);
  });

  it("asks for https only where people come in by it", () => {
    expect(policy).toContain("upgrade-insecure-requests");
    expect(contentSecurityPolicy("abc", false)).not.toContain("upgrade-insecure-requests");
  });
});
