import { expect, test, vi } from "vitest";

test("a statement has the same name in every copy of this module, and no other statement has it", async () => {
  const names = await Promise.all(
    [
      ["SELECT 1", "SELECT 2"],
      ["SELECT 2", "SELECT 1"],
    ].map(async (texts) => {
      vi.resetModules();
      const { Parameters, prepared } = await import("./sql");
      return texts.map((text) => prepared(text, new Parameters()).name);
    }),
  );
  expect(names[0]).toEqual(names[1]?.reverse());
  expect(new Set(names.flat()).size).toBe(2);
});
