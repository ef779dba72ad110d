import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AuditFields, canonicalJson, chainHash } from "./canonical";

const fields: AuditFields = {
  at: "2026-01-02T03:04:05.678Z",
  actor: "user:a@example.org",
  actorId: 1,
  action: "user.role",
  target: "user:b@example.org",
  detail: { before: "devops", after: "security" },
  requestId: null,
};

describe("canonicalJson", () => {
  it("does not depend on the order of keys", () => {
    expect(canonicalJson({ b: [1, { d: 1, c: undefined }], a: null })).toBe('{"a":null,"b":[1,{"d":1}]}');
  });

  it("survives a trip through JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(value));
      }),
    );
  });
});

describe("chainHash", () => {
  it("changes with every field and with the previous hash", () => {
    const base = chainHash(null, fields).toString("hex");
    const changed: Partial<AuditFields>[] = [
      { at: "2026-01-02T03:04:05.679Z" },
      { actor: "user:c@example.org" },
      { actorId: 2 },
      { action: "user.name" },
      { target: "x" },
      { detail: null },
      { requestId: "r" },
    ];
    const hashes = changed.map((change) => chainHash(null, { ...fields, ...change }).toString("hex"));
    expect(new Set([base, ...hashes, chainHash(Buffer.alloc(32), fields).toString("hex")]).size).toBe(9);
  });
});
