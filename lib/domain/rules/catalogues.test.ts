import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ruleId } from "../identity/rule-id";
import { equivalentRules } from "./equivalence";

/** The tools' own lists of their checks, where they are there (PARAPET_CATALOGUES); the project holds none of them. */
const folder = process.env.PARAPET_CATALOGUES ?? "../shared/catalogues";
const files: Record<string, string> = {
  ...{ kubescape: "kubescape", trivy: "trivy-kubernetes", polaris: "polaris", "kube-linter": "kube-linter" },
  ...{ "kube-score": "kube-score", checkov: "checkov-kubernetes", kics: "kics-kubernetes", kubeaudit: "kubeaudit" },
  ...{ kyverno: "kyverno-pod-security", pss: "pss" },
};

/**
 * Not in the lists that are at hand, but in the sources of the tools: policies of Kyverno beyond pod security, checks
 * of Gatekeeper's library (which has no list), and checks that a tool had in versions that are still about.
 */
const elsewhere = /^(gatekeeper|kyverno):/;

function idsOf(tool: string, file: string): Set<string> {
  const [head = "", ...lines] = readFileSync(`${folder}/${file}.tsv`, "utf8").trimEnd().split("\n");
  const columns = head.split("\t");
  const ids = new Set<string>();
  for (const line of lines) {
    const cells = line.split("\t");
    const id = cells[columns.indexOf("id")] ?? "";
    ids.add(ruleId(tool, id));
    // Pod security standards name some controls once for each profile.
    if (tool === "pss") ids.add(ruleId(tool, `${id}_${cells[columns.indexOf("profile")]}`));
    for (const alias of (cells[columns.indexOf("aliases")] ?? "").split(",")) if (alias) ids.add(ruleId(tool, alias));
  }
  return ids;
}

if (!existsSync(`${folder}/README.md`)) {
  it(`the tools' own lists of checks are not in ${folder}: only our table was looked at`, () => {});
} else {
  describe("equivalent checks", () => {
    it.each(Object.entries(files))("of %s are in its own list", (tool, file) => {
      const known = idsOf(tool, file);
      const named = equivalentRules.flatMap(({ aliases }) => aliases.filter((alias) => alias.startsWith(`${tool}:`)));
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((alias) => !known.has(alias) && !elsewhere.test(alias))).toEqual([]);
    });

    it("are of tools that are looked at here", () => {
      const tools = new Set(
        equivalentRules.flatMap(({ aliases }) => aliases.map((alias) => alias.slice(0, alias.indexOf(":")))),
      );
      expect([...tools].filter((tool) => !(tool in files)).sort()).toEqual(["gatekeeper"]);
    });
  });
}
