import type { Justification } from "../exception/vocabulary";
import type { Severity } from "../vocabulary";
import type { VexDocument } from "./openvex";
import { actionOf, imagePurls, type VexDecision, type VexSubject, type VexVerdict, verdictOf } from "./statement";

/** The nearest of CycloneDX's words (impactAnalysisJustification). */
const justification: Record<Justification, string> = {
  component_not_present: "code_not_present",
  vulnerable_code_not_present: "code_not_present",
  vulnerable_code_not_in_execute_path: "code_not_reachable",
  vulnerable_code_cannot_be_controlled_by_adversary: "requires_environment",
  inline_mitigations_already_exist: "protected_by_mitigating_control",
};
const responses: Partial<Record<VexDecision["kind"], string>> = {
  accepted: "will_not_fix",
  no_fix: "can_not_fix",
  mitigated: "workaround_available",
};
const severityWord: Record<Severity, string> = {
  info: "info",
  low: "low",
  unknown: "unknown",
  medium: "medium",
  high: "high",
  critical: "critical",
};

/** A CycloneDX VEX, a bill of materials with vulnerabilities and their analysis: https://cyclonedx.org/docs/1.6/json/ */
export function cycloneDxVex(
  { id, author, at }: VexDocument,
  subjects: readonly VexSubject[],
): Record<string, unknown> {
  const said = subjects.flatMap((subject) => {
    const verdict = verdictOf(subject);
    return verdict ? [{ subject, verdict, purls: imagePurls(subject.repository, subject.digests) }] : [];
  });
  const products = new Map(said.flatMap(({ subject, purls }) => purls.map((purl) => [purl, subject.repository])));
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: id,
    version: 1,
    metadata: {
      timestamp: at.toISOString(),
      tools: { components: [{ type: "application", name: "Parapet" }] },
      authors: [{ name: author }],
    },
    components: [...products].map(([purl, name]) => ({ type: "container", "bom-ref": purl, name, purl })),
    vulnerabilities: said.map(({ subject, verdict, purls }) => ({
      id: subject.rule,
      ratings: [{ severity: severityWord[subject.severity] }],
      ...(subject.aliases.length > 0 && {
        references: subject.aliases.map((alias) => ({ id: alias, source: { name: alias.split("-")[0] ?? alias } })),
      }),
      analysis: analysis(subject, verdict),
      affects: purls.map((ref) => ({ ref })),
    })),
  };
}

function analysis(subject: VexSubject, verdict: VexVerdict): Record<string, unknown> {
  const { status, decision } = verdict;
  const times = {
    ...(decision && { firstIssued: decision.decidedAt.toISOString() }),
    lastUpdated: (decision?.decidedAt ?? subject.at).toISOString(),
  };
  if (status === "fixed") return { state: "resolved", ...times };
  if (status === "under_investigation") return { state: "in_triage", ...times };
  if (status === "affected") {
    const response = decision ? responses[decision.kind] : "update";
    return { state: "exploitable", ...(response && { response: [response] }), detail: actionOf(verdict), ...times };
  }
  return {
    state: decision?.kind === "false_positive" ? "false_positive" : "not_affected",
    ...(decision?.justification && { justification: justification[decision.justification] }),
    ...(decision && { detail: decision.reason }),
    ...times,
  };
}
