import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskMatch, redactSecret } from "./redact";

describe("redactSecret", () => {
  it("keeps two characters at either end of a long secret and nothing of a short one", () => {
    expect(redactSecret("AKIAIOSFODNN7EXAMPLE", "k").shown).toBe("AK********LE");
    expect(redactSecret("hunter2hunt", "k").shown).toBe("********");
    expect(redactSecret("", "k").shown).toBe("********");
  });

  it("has a digest that depends on the secret and on the key", () => {
    const digest = redactSecret("AKIAIOSFODNN7EXAMPLE", "k").digest;
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(redactSecret("AKIAIOSFODNN7EXAMPLE", "k").digest).toBe(digest);
    expect(redactSecret("AKIAIOSFODNN7EXAMPLE", "other").digest).not.toBe(digest);
    expect(redactSecret("AKIAIOSFODNN7EXAMPLF", "k").digest).not.toBe(digest);
  });

  it("never shows five characters of the secret in a row", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{5,60}$/), (secret) => {
        const { shown } = redactSecret(secret, "k");
        for (let i = 0; i + 5 <= secret.length; i++) expect(shown).not.toContain(secret.slice(i, i + 5));
      }),
    );
  });
});

describe("maskMatch", () => {
  it.each([
    ['AWS_KEY="********************"', 'AWS_KEY="********************"'],
    ["export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "export AWS_ACCESS_KEY_ID=********"],
    ["password: hunter2", "password: ********"],
    ["-----BEGIN RSA PRIVATE KEY-----****************", "-----BEGIN RSA PRIVATE KEY-----****************"],
    ["use ghp_abcdefghijklmnopqrstuvwxyz0123456789 here", "use ******** here"],
    ["secret in /etc/ssl/private", "secret in /etc/ssl/private"],
    ["AKIA****************", "****************"],
    ["key=AKI*****************PLE", "key=*****************"],
  ])("%s", (text, expected) => expect(maskMatch(text)).toBe(expected));

  it("is idempotent and never shows an assigned value", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z ]{0,10}$/),
        fc.stringMatching(/^[A-Za-z0-9+/]{5,40}$/),
        (words, secret) => {
          const shown = maskMatch(`${words}=${secret}`);
          expect(shown).not.toContain(secret);
          expect(maskMatch(shown)).toBe(shown);
        },
      ),
    );
  });

  it("is idempotent on any text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        expect(maskMatch(maskMatch(text))).toBe(maskMatch(text));
      }),
      { numRuns: 500 },
    );
  });
});
