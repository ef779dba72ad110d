import { areaOf } from "../../domain/rules/area";
import { equivalentOf } from "../../domain/rules/equivalence";
import { isAnchor, mayBeSame } from "../../domain/rules/names";
import { type Area, areas, kinds } from "../../domain/vocabulary";
import type { Collected } from "../types";
import type { Catalogue, StoredRule } from "./look-up";

export type RuleEntry = Collected["rules"] extends Map<string, infer Rule> ? Rule : never;

/** A rule as a report names it. */
export interface Entry {
  code: string;
  rule: RuleEntry;
  /** All of its names, the canonical one first: a check that is equivalent to others' goes by the name of the control. */
  names: string[];
  /** The report itself says that it stands for several flaws. */
  several: boolean;
}

export function entryOf(code: string, rule: RuleEntry): Entry {
  const control = equivalentOf(code);
  const stated = (rule.aliases ?? []).filter((alias) => mayBeSame(code, alias));
  const flaws = new Set(stated.filter(isAnchor));
  const several = flaws.size > 1 && !isAnchor(code);
  const aliases = several ? stated.filter((alias) => !isAnchor(alias)) : stated;
  return { code, rule, several, names: [...new Set([...(control ? [control.id] : []), code, ...aliases])] };
}

/** The names that count: one that stands for several flaws is another name of none. */
export function namesIn({ code, names, several }: Entry, catalogue: Catalogue): string[] {
  if (several || catalogue.isShared(code)) return names.filter((name) => name === code || name.startsWith("k8s:"));
  return names.filter((name) => !catalogue.isShared(name));
}

/** The rule that it is, by its own names first; one of another flaw is none of its rules, whatever the aliases say. */
export function ruleOf(entry: Entry, catalogue: Catalogue): StoredRule | undefined {
  const names = namesIn(entry, catalogue);
  const anchors = names.filter(isAnchor);
  for (const name of names) {
    for (const id of catalogue.idsOf(name)) {
      const rule = catalogue.byId.get(id);
      if (!rule) continue;
      const own = name === entry.code || isAnchor(name);
      if (own || ![...rule.names].some((other) => isAnchor(other) && anchors.length > 0 && !anchors.includes(other)))
        return rule;
    }
  }
  return undefined;
}

/** PostgreSQL stores no NUL. */
function clean(text: string): string {
  return text.replaceAll("\0", "").trim();
}

/** What the catalogue writes down of it. */
export function textsOf({ code, rule }: Entry) {
  const control = equivalentOf(code);
  return {
    code: control?.id ?? code,
    kind: kinds.code(rule.kind),
    area: areas.code(control?.area ?? areaAlone(rule, code)),
    title: control?.title ?? (clean(rule.title) || code),
    description: clean(rule.description ?? "") || null,
    remediation: clean(rule.remediation ?? "") || null,
    references: (rule.references ?? []).slice(0, 20),
    controls: rule.controls ?? [],
  };
}

/**
 * The area of a check by itself. That of a file in a repository or of an image is decided where the finding is made
 * (area_of() in the migrations), so that it does not matter where a rule is seen first.
 */
function areaAlone({ kind, area }: RuleEntry, code: string): Area {
  const always = kind === "vulnerability" || kind === "secret" || kind === "malware";
  const check = kind === "misconfiguration" || kind === "compliance" || kind === "combination";
  if (!always && !(check && (area === "pipeline" || area === "application"))) return area;
  const [tool = "", ...id] = code.split(":");
  return areaOf({ kind, tool, checkId: id.join(":"), assetKind: "workload" });
}
