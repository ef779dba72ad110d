import { expect, test } from "vitest";
import { z } from "zod";
import { isRefusal } from "@/lib/authz/refusal";
import { IdParam } from "@/lib/client/contract/admin";
import { parseInput } from "./input";
import { operation } from "./operation";

const op = operation({
  id: "test",
  method: "PUT",
  path: "/test/{id}",
  summary: "A test.",
  action: "posture.read",
  input: { params: IdParam, query: z.object({ q: z.string().optional() }), body: z.unknown() },
  output: z.unknown(),
  handler: async () => null,
});

/** What is said of a wrong request; null where it passes. */
function refusal(raw: { id?: string; q?: string; body?: unknown }): string | null {
  try {
    parseInput(op, { params: { id: raw.id ?? "1" }, query: raw.q === undefined ? {} : { q: raw.q }, body: raw.body });
    return null;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.code;
  }
}

test("what PostgreSQL cannot hold is refused before it gets there", () => {
  for (const raw of [{ q: "a\0b" }, { body: { name: "\0" } }, { body: [{ "a\0": 1 }] }, { id: "2147483648" }]) {
    expect(refusal(raw), JSON.stringify(raw)).toBe("invalid");
  }
  for (const raw of [
    { q: "é\u0001\u{10ffff}" },
    { body: { name: "x", at: null, n: [1, true] } },
    { id: "2147483647" },
  ]) {
    expect(refusal(raw), JSON.stringify(raw)).toBeNull();
  }
});

test("half a character that a form cut off comes in as a sign for it, in texts and names of fields", () => {
  const { body, query } = parseInput(op, {
    params: { id: "1" },
    query: { q: "a\ud83d" },
    body: { "\udfff": ["\ud800b"] },
  });
  expect([query, body]).toEqual([{ q: "a\ufffd" }, { "\ufffd": ["\ufffdb"] }]);
});
