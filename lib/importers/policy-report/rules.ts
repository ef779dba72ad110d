import { canonicalAdvisoryId, ruleId } from "../../domain/identity/rule-id";
import { areaOf } from "../../domain/rules/area";
import { equivalentOf } from "../../domain/rules/equivalence";
import type { AssetKind, Kind } from "../../domain/vocabulary";
import { plainTitle } from "../kube-bench/model";
import { bounded } from "../text";
import { checkRule } from "../trivy/checks";
import { type Json, textOf } from "../trivy/guards";
import type { ImportOptions, RuleRef } from "../types";
import { advisoryOf, classOf, propertiesOf, toolOf } from "./source";

/** A rule without what depends on where it was found. */
export type Rule = Omit<RuleRef, "area"> & { tool: string; check: string };

/**
 * The rules that a result is about: mostly one. Kyverno's pod security rules check a whole standard at once and name the
 * controls that failed, so each of those is a rule. Empty: the result names none.
 */
export function rulesOf(result: Json, source: string, options: ImportOptions): Rule[] {
  const tool = toolOf(source);
  const advisory = advisoryOf(result);
  if (advisory) {
    const id = canonicalAdvisoryId(advisory);
    const link = textOf(propertiesOf(result).primaryURL) || textOf(propertiesOf(result).primaryLink);
    const title = textOf(result.message) || textOf(result.description) || textOf(result.policy) || id;
    return [{ id, tool, check: id, title, kind: "vulnerability", ...(link ? { references: [link] } : {}) }];
  }
  // What Kyverno hands to the API server has the kind of its policy in front of the name.
  const generated = /admissionpolicy/.test(source) && ownedByKyverno.test(textOf(result.policy));
  if (tool === "kyverno" || generated) return kyvernoRules(result, source);
  if (tool === "kube-bench") return benchmarkRule(result, options);
  return namedRule(result, source);
}

/** Area of a rule on an asset of a kind. */
export function placed({ tool, check, ...rule }: Rule, assetKind: AssetKind): RuleRef {
  return { ...rule, area: areaOf({ kind: rule.kind, tool, checkId: check, assetKind }) };
}

/** `autogen-cronjob-check` is what Kyverno makes of the rule `check` for the pods of CronJobs. */
const autogen = /^autogen-(?:cronjob-)?/;

const ownedByKyverno = /^(?:n?vpol|c?pol)-/;

function kyvernoRules(result: Json, source: string): Rule[] {
  const admission = /admissionpolicy/.test(source);
  const policy = textOf(result.policy).replace(admission ? ownedByKyverno : "", "");
  // Policies in CEL have no rules; what stands there is "exception" or the like.
  const rule = admission || source.startsWith("kyvernovalidating") ? "" : textOf(result.rule).replace(autogen, "");
  if (policy === "" && rule === "") return [];
  const check = bounded([policy, rule].filter(Boolean).join("/"), 280);
  const controls = textOf(propertiesOf(result).controls)
    .split(",")
    .map((id) => id.trim())
    .filter((id) => equivalentOf(`pss:${id}`) !== null);
  if (controls.length > 0) {
    const standard = textOf(propertiesOf(result).standard);
    return controls.map((control) => ({
      ...{ id: ruleId("pss", control), tool: "pss", check: control, kind: "misconfiguration" },
      title: equivalentOf(`pss:${control}`)?.title ?? control,
      ...(standard ? { controls: [`pss-${standard}:${control}`] } : {}),
    }));
  }
  const title = [policy, rule].filter(Boolean).join(": ");
  return [{ id: ruleId("kyverno", check), tool: "kyverno", check, title, kind: "misconfiguration" }];
}

/** A check of kube-bench by its number, which says nothing without the benchmark. */
function benchmarkRule(result: Json, options: ImportOptions): Rule[] {
  const properties = propertiesOf(result);
  const [, leading = "", words = ""] = /^(\d+(?:\.\d+)+)\s+(.*)$/s.exec(textOf(result.rule)) ?? [];
  const index = properties.index;
  const number = leading || (typeof index === "number" ? String(index) : textOf(index)) || textOf(result.policy);
  if (number === "") return [];
  const remediation = textOf(properties.remediation) || (leading ? textOf(result.message) : "");
  const check = bounded(`${options.profile ?? "unstated"}:${number}`, 280);
  return [
    {
      ...{ id: ruleId("kube-bench", check), tool: "kube-bench", check, kind: "misconfiguration" },
      title: plainTitle(words || textOf(result.message)) || number,
      ...(remediation ? { remediation } : {}),
    },
  ];
}

const kindOf: Partial<Record<string, Kind>> = { secret: "secret", runtime: "runtime" };

function namedRule(result: Json, source: string): Rule[] {
  const tool = toolOf(source);
  const properties = propertiesOf(result);
  const policy = textOf(properties["policy-name"]) || textOf(result.policy).replace(/^clusterwide-/, "");
  const rule = textOf(result.rule);
  const kind = kindOf[classOf(source, result)] ?? "misconfiguration";
  const remediation = textOf(properties.remediation);
  const texts = { kind, ...(remediation ? { remediation } : {}) };
  if (tool === "trivy") {
    // Its adapter puts the title before the id of the check.
    const known = checkRule(textOf(properties.id) || rule || policy, "", policy);
    if (!known) return [];
    const title = (textOf(properties.id) ? rule : policy) || known.id;
    return [{ ...texts, id: bounded(known.id, 290), aliases: known.aliases, tool, check: known.id.slice(6), title }];
  }
  const check = bounded([policy, rule].filter(Boolean).join("/"), 280);
  if (check === "") return [];
  const title = [policy, rule].filter(Boolean).join(": ");
  return [{ ...texts, id: ruleId(tool, check), tool, check, title }];
}
