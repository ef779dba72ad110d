import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ImageVersion, imageMoves } from "./image-moves";
import { bestTag, compareTags, versionTag } from "./image-tag";

describe("tags of images", () => {
  it.each([
    ["1.25.3", "1.25.3", ""],
    ["v2.4.1", "2.4.1", ""],
    ["1.25-alpine3.18", "1.25", "alpine"],
    ["3.11-slim-bookworm", "3.11", "slim-bookworm"],
    ["15.2.0-debian-12-r5", "15.2.0", "debian-r"],
    ["20240115", "20240115", ""],
    ["1.0.0-rc1", "1.0.0", "rc"],
  ])("%s", (tag, numbers, flavour) => expect(versionTag(tag)).toMatchObject({ numbers, flavour }));

  it.each(["latest", "main", "9f8c2ab", "sha-9f8c2ab", "deadbeef0", "1a2b3c4d"])("%s has no order", (tag) =>
    expect(versionTag(tag)).toBeNull(),
  );

  it("orders by numbers, then by what is behind them", () => {
    const sorted = ["1.9-alpine3.2", "1.10-alpine3.9", "1.10-alpine3.18", "v1.10.1-alpine"].map(
      (tag) => versionTag(tag) as NonNullable<ReturnType<typeof versionTag>>,
    );
    for (const [i, a] of sorted.entries()) {
      for (const [j, b] of sorted.entries()) expect(Math.sign(compareTags(a, b))).toBe(Math.sign(i - j));
    }
  });

  it("takes the tag that says most", () => expect(bestTag(["latest", "1", "1.25", "1.25.3"])?.tag).toBe("1.25.3"));
});

const version = (asset: number, tag: string, more: Partial<ImageVersion> = {}): ImageVersion => ({
  ...{ asset, tags: [tag], madeAt: asset, placed: false, scanned: true, burden: 100 },
  ...more,
});

describe("where to move an image", () => {
  it("is the smallest version with the least in it, and nothing older than what runs", () => {
    const moves = imageMoves([
      version(1, "1.0", { placed: true, burden: 300 }),
      version(2, "1.2", { placed: true, burden: 200 }),
      version(3, "1.1", { burden: 0 }),
      version(4, "1.3", { burden: 20 }),
      version(5, "1.4", { burden: 20 }),
      version(6, "1.5", { burden: 10, scanned: false }),
    ]);
    expect(moves).toEqual([{ flavour: "", from: [1, 2], to: 4 }]);
  });

  it("keeps flavours apart", () => {
    const moves = imageMoves([
      version(1, "1.0-alpine", { placed: true }),
      version(2, "1.0", { placed: true }),
      version(3, "1.1", { burden: 0 }),
    ]);
    expect(moves).toEqual([{ flavour: "", from: [2], to: 3 }]);
  });

  it("goes by when they were heard of where tags have no order", () => {
    const moves = imageMoves([
      version(3, "9f8c2ab", { placed: true, madeAt: 10 }),
      version(2, "1111aaa", { madeAt: 5, burden: 0 }),
      version(1, "0000bbb", { madeAt: 20, burden: 5 }),
    ]);
    expect(moves).toEqual([{ flavour: "~", from: [3], to: 1 }]);
  });

  it("moves a channel only to what the channel is now", () => {
    const moves = imageMoves([
      version(1, "alpine", { placed: true }),
      version(2, "latest", { burden: 0 }),
      version(3, "alpine", { burden: 7 }),
    ]);
    expect(moves).toEqual([{ flavour: "~alpine", from: [1], to: 3 }]);
  });

  it("moves what runs an older version to the newest that runs where that is the best", () => {
    const moves = imageMoves([
      version(1, "1.0", { placed: true, burden: 300 }),
      version(2, "1.2", { placed: true, burden: 200 }),
    ]);
    expect(moves).toEqual([{ flavour: "", from: [1], to: 2 }]);
  });

  it("does not depend on the order in which versions are given", () => {
    const any = fc.record({
      tag: fc.constantFrom("1.0", "1.1", "2.0-alpine", "latest"),
      placed: fc.boolean(),
      scanned: fc.boolean(),
      burden: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (list) => {
        const versions = list.map(({ tag, ...more }, i) => version(i + 1, tag, more));
        const moves = imageMoves(versions);
        expect(imageMoves([...versions].reverse())).toEqual(moves);
        for (const { from, to } of moves) expect(from).not.toContain(to);
      }),
    );
  });
});
