import { shortName } from "@/components/finding/words";
import type { ExceptionKind, ExceptionRow, ExceptionScope, ExceptionState } from "@/lib/client/contract/exception";
import type { Justification } from "@/lib/domain/exception/vocabulary";

export const kindName: Record<ExceptionKind, string> = {
  accepted: "Risk accepted",
  false_positive: "False positive",
  mitigated: "Mitigated otherwise",
  no_fix: "No fix available",
};

export const kindMeans: Record<ExceptionKind, string> = {
  accepted: "It is there, and we live with it until a date. It still counts in the score.",
  false_positive: "It is reported, but it is not so. It no longer counts.",
  mitigated: "It is there, but something else stops it. It no longer counts.",
  no_fix: "It is there, and nobody offers a fix. It still counts in the score.",
};

export const stateName: Record<ExceptionState, string> = {
  pending: "Waiting",
  approved: "In force",
  rejected: "Rejected",
  withdrawn: "Withdrawn",
  revoked: "Revoked",
  expired: "Expired",
  renewed: "Renewed",
};

export const justificationName: Record<Justification, string> = {
  component_not_present: "The component is not there",
  vulnerable_code_not_present: "The vulnerable code is not there",
  vulnerable_code_not_in_execute_path: "The vulnerable code is never run",
  vulnerable_code_cannot_be_controlled_by_adversary: "An attacker cannot reach the vulnerable code",
  inline_mitigations_already_exist: "Protections against it are built in",
};

/** Where it holds, from the asset outwards: "…/acme/web · namespace shop · cluster east"; "everywhere" without a limit. */
export function scopeWords(scope: ExceptionRow["scope"]): string {
  const parts = [
    scope.asset && shortName(scope.asset.name),
    scope.namespace && `namespace ${scope.namespace}`,
    scope.cluster && `cluster ${scope.cluster}`,
    scope.team && `team ${scope.team}`,
  ].filter(Boolean);
  return parts.length === 0 ? "everywhere" : parts.join(" · ");
}

/** The scope of one that is there, as a request takes it. */
export function scopeOf({ rule, scope }: Pick<ExceptionRow, "rule" | "scope">): ExceptionScope {
  const { asset, cluster, namespace, team } = scope;
  return { rule, asset, cluster, namespace, team };
}
