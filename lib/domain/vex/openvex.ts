import { actionOf, imagePurls, type VexSubject, type VexVerdict, verdictOf } from "./statement";

export interface VexDocument {
  /** IRI of the document. */
  id: string;
  author: string;
  at: Date;
}

/** An OpenVEX document: https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md (0.2.0). */
export function openVex({ id, author, at }: VexDocument, subjects: readonly VexSubject[]): Record<string, unknown> {
  return {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": id,
    author,
    timestamp: at.toISOString(),
    version: 1,
    tooling: "Parapet",
    statements: subjects.flatMap((subject) => {
      const verdict = verdictOf(subject);
      return verdict ? [statement(subject, verdict)] : [];
    }),
  };
}

function statement(subject: VexSubject, verdict: VexVerdict): Record<string, unknown> {
  const { rule, aliases, repository, digests } = subject;
  const { status, decision, partly } = verdict;
  return {
    vulnerability: { name: rule, ...(aliases.length > 0 && { aliases: [...new Set(aliases)] }) },
    timestamp: (decision?.decidedAt ?? subject.at).toISOString(),
    products: imagePurls(repository, digests).map((purl) => ({ "@id": purl, identifiers: { purl } })),
    status,
    ...(status === "not_affected" && decision
      ? {
          ...(decision.justification && { justification: decision.justification }),
          impact_statement: decision.reason,
        }
      : {}),
    ...(status === "affected" && { action_statement: actionOf(verdict) }),
    ...(partly && { status_notes: "Decided for some of the places where it runs, and open for others." }),
  };
}
