import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions, versionThatFixes } from "./order";

/** Oldest first; those in one string, parted by blanks, are equal. */
const orders: Record<string, string[]> = {
  deb: [
    ..."1.0~beta1 1.0~rc1 1.0 1.0-1 1.0-1+deb11u1 1.0-1+deb11u2 1.0-1+deb11u10 1.0a 1.0.1 1.10 2:0.9".split(" "),
    "2:1.1.1n-0+deb11u3",
    "2:1.1.1n-0+deb11u4",
    "2:1.1.1w-0+deb11u1",
  ],
  rpm: [
    "1.0~rc1-1",
    "1.0-1.el8",
    "1.0-1.el8_4",
    "1.0-2.el8",
    "1.0^git1-1",
    "1.0a-1",
    "1.0.1-1",
    "1.0010 1.10-1",
    "1:1.0.2k-19.el7",
    "1:1.0.2k-21.el7_9",
  ],
  apk: "1.1.1_alpha1 1.1.1_rc2 1.1.1-r0 1.1.1-r1 1.1.1-r10 1.1.1_p1-r0 1.1.1a-r0 1.1.1k-r0 1.1.2-r0 1.10.0-r0 3.0.0-r0".split(
    " ",
  ),
  npm: "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0".split(
    " ",
  ),
  golang: [
    "v0.0.0-20200622213623-75b288015ac9",
    "v0.0.0-20220314234659-1baeb1ce4c0b",
    "v0.7.0 0.7.0",
    "v1.2.3",
    "v1.2.4-0.20210101000000-abcdefabcdef",
    "v1.2.4",
  ],
  pypi: "1.0.dev1 1.0a1.dev1 1.0a1 1.0b2 1.0rc1 1.0 1.0.post1.dev1 1.0.post1 1.0.1 1.10 1!0.1".split(" "),
  maven: "1.0-alpha1 1.0-beta-2 1.0-m1 1.0-rc1 1.0-SNAPSHOT 1.0 1.0-sp1 1.0.1 2.9.10 2.9.10.8 2.10.0".split(" "),
  gem: "1.0.0.beta1 1.0.0 1.0.1 1.0.10".split(" "),
  generic: "1.0.2k 1.0.10".split(" "),
};

describe("order of versions", () => {
  it.each(Object.entries(orders))("%s", (type, list) => {
    for (const [i, a] of list.entries()) {
      for (const [j, b] of list.entries()) {
        for (const x of a.split(" ")) {
          for (const y of b.split(" ")) {
            expect([x, y, Math.sign(compareVersions(type, x, y))]).toEqual([x, y, Math.sign(i - j)]);
          }
        }
      }
    }
  });

  it("takes v and missing zeros for nothing", () => {
    expect(compareVersions("golang", "v1.2", "1.2.0")).toBe(0);
    expect(compareVersions("pypi", "1.0", "1.0.0")).toBe(0);
    expect(compareVersions("maven", "1.0", "1.0.0-final")).toBe(0);
  });

  it("is an order, whatever the texts are", () => {
    const sign = fc.constantFrom(..."0123456789abrc.-~+_:^v".split(""));
    const version = fc.array(sign, { maxLength: 7 }).map((list) => list.join(""));
    fc.assert(
      fc.property(fc.constantFrom("deb", "rpm", "maven"), version, version, version, (type, a, b, c) => {
        const order = (x: string, y: string) => Math.sign(compareVersions(type, x, y));
        expect(order(a, b) + order(b, a)).toBe(0);
        if (type !== "rpm" && order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the version that fixes several flaws", () => {
  it("is the greatest of those needed, each in the line that is nearest", () => {
    const fixes = [
      ["2.15.0", "2.3.1", "2.12.2"],
      ["2.16.0", "2.12.2"],
      ["2.17.1", "2.12.4", "2.3.2"],
    ];
    expect(versionThatFixes("maven", "2.12.0", fixes)).toBe("2.12.4");
    expect(versionThatFixes("maven", "2.14.1", fixes)).toBe("2.17.1");
  });

  it("is the newest stated where nothing newer than the installed is, and none where none is stated", () => {
    expect(versionThatFixes("npm", null, [["4.17.19"], ["4.17.21"]])).toBe("4.17.21");
    expect(versionThatFixes("npm", "9.0.0", [["4.17.19"]])).toBe("4.17.19");
    expect(versionThatFixes("npm", "1.0.0", [[]])).toBeNull();
  });
});
