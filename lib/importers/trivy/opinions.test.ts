import { describe, expect, it } from "vitest";
import { rate } from "./opinions";

const cvss = { nvd: { V3Vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", V3Score: 9.8, V2Score: 7.5 } };

describe("rate", () => {
  it("lets only the package's own distribution decide as one", () => {
    const vendors = { VendorSeverity: { redhat: 1, nvd: 3, debian: 2 } };
    expect(rate(vendors, "debian", "MEDIUM", "debian").severity).toBe("medium");
    expect(rate(vendors, "centos", "LOW", "redhat").severity).toBe("low");
    expect(rate(vendors, "alpine", "HIGH", "nvd").severity).toBe("high");
    expect(rate(vendors, "alpine", "HIGH", "nvd").opinions.map((o) => [o.by, o.source])).toEqual([
      ["nvd", "nvd"],
      ["redhat", "tool"],
      ["debian", "tool"],
    ]);
  });

  it("puts GHSA before NVD for packages of a language", () => {
    expect(rate({ VendorSeverity: { ghsa: 2, nvd: 4 } }, "npm", "MEDIUM", "ghsa").severity).toBe("medium");
  });

  it("finds a severity where only vendors state one", () => {
    expect(rate({ VendorSeverity: { nvd: 2, redhat: 4 } }, "alpine", "", "nvd").severity).toBe("medium");
  });

  it("attaches scores, of the newest version of CVSS", () => {
    const { opinions } = rate({ CVSS: cvss }, "debian", "LOW", "debian");
    expect(opinions).toMatchObject([
      { by: "debian", severity: "low" },
      { by: "nvd", severity: "critical", cvss: { version: "3.1", score: 9.8 } },
    ]);
    const v4 = { ghsa: { V40Vector: "CVSS:4.0/AV:N", V40Score: 6.3, V3Score: 9 } };
    expect(rate({ CVSS: v4 }, "npm", "MEDIUM", "ghsa").opinions).toMatchObject([
      { cvss: { version: "4.0", score: 6.3 } },
    ]);
  });

  it("doesn't let a score overrule a word whose source is not stated", () => {
    expect(rate({ CVSS: cvss }, "debian", "LOW", "").severity).toBe("low");
    expect(rate({ CVSS: cvss }, "debian", "UNKNOWN", "").severity).toBe("critical");
  });

  it.each([undefined, null, "x", [], { nvd: "9" }, { nvd: { V3Score: "9", V3Vector: 5 } }, { nvd: { V3Score: 99 } }])(
    "ignores scores that are none: %j",
    (scores) => {
      expect(rate({ CVSS: scores, VendorSeverity: scores }, "debian", "HIGH", "debian").opinions).toHaveLength(1);
    },
  );
});
