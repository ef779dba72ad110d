import { expect, test } from "vitest";
import { isAdvisoryId } from "@/lib/domain/identity/rule-id";
import { allImages } from "../company/company";
import { disclosedAgo, withdrawnAgo } from "./disclosed";
import { exploited } from "./exploited";
import { packagesBySort as sorts } from "./flaws";

const flaws = Object.values(sorts).flatMap((lines) => lines.flatMap((line) => line.flaws));

test.each(Object.entries(sorts))(
  "facts about %s name each flaw of a package once, with a version to begin with",
  (_, lines) => {
    for (const line of lines) {
      expect(line.versions[0], line.names[0]).toBeTruthy();
      const ids = line.flaws.map(({ id }) => id);
      expect(new Set(ids).size, line.names[0]).toBe(ids.length);
      for (const { id, title } of line.flaws) {
        expect(isAdvisoryId(id), id).toBe(true);
        expect(title.length, id).toBeGreaterThan(10);
      }
    }
  },
);

test("a flaw that is fixed at a level says in which version", () => {
  for (const line of Object.values(sorts).flat()) {
    for (const { id, fixedAt, fixedVersion } of line.flaws) {
      if (fixedAt <= 5) expect(fixedVersion, `${line.names[0]} ${id}`).not.toBe("");
    }
  }
});

test("what is told of exploitation and of dates is about flaws that images have", () => {
  const known = new Set(flaws.map(({ id }) => id));
  for (const id of [...exploited.map((one) => one.id), ...Object.keys(disclosedAgo), ...Object.keys(withdrawnAgo)]) {
    expect(known.has(id), id).toBe(true);
  }
});

test("no repository is listed twice", () => {
  const names = allImages.map(({ repository }) => repository);
  expect(new Set(names).size).toBe(names.length);
});
