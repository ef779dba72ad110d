import type { Justification } from "../exception/vocabulary";
import type { Decision, Severity } from "../vocabulary";

/** An approved exception as a statement needs it. */
export interface VexDecision {
  id: number;
  kind: Exclude<Decision, "none">;
  reason: string;
  justification: Justification | null;
  decidedAt: Date;
  expiresAt: Date;
}

/** What is known of one flaw in one image repository, within a scope. */
export interface VexSubject {
  rule: string;
  aliases: readonly string[];
  severity: Severity;
  /** Of the image repository: `docker.io/acme/web`. */
  repository: string;
  /** Digests of the versions that have it; none: all versions. */
  digests: readonly string[];
  /** Findings that are there and nobody decided on. */
  open: number;
  fixable: boolean;
  /** Exceptions that decide on the others. */
  decisions: readonly VexDecision[];
  /** Findings that were fixed. */
  fixed: number;
  /** When the latest of them came to its state. */
  at: Date;
}

export type VexStatus = "not_affected" | "affected" | "fixed" | "under_investigation";

/** The one thing that is said of it, and why. */
export interface VexVerdict {
  status: VexStatus;
  decision: VexDecision | null;
  /** Some places are decided, others are not: what is not decided is what is said. */
  partly: boolean;
}

const isAffected = ({ kind, justification }: VexDecision) =>
  kind === "accepted" || kind === "no_fix" || (kind === "mitigated" && justification === null);
const order: readonly VexDecision["kind"][] = ["accepted", "no_fix", "mitigated", "false_positive"];

/**
 * A document says one thing of a product. Where its places differ, the least favourable holds: what is open, then
 * what is accepted, then what does not affect. null: nothing is to be said.
 */
export function verdictOf(of: VexSubject): VexVerdict | null {
  const partly = of.open > 0 && of.decisions.length > 0;
  if (of.open > 0) return { status: of.fixable ? "affected" : "under_investigation", decision: null, partly };
  const [decision] = [...of.decisions].sort(
    (a, b) =>
      Number(isAffected(b)) - Number(isAffected(a)) || order.indexOf(a.kind) - order.indexOf(b.kind) || a.id - b.id,
  );
  if (decision) return { status: isAffected(decision) ? "affected" : "not_affected", decision, partly };
  return of.fixed > 0 ? { status: "fixed", decision: null, partly } : null;
}

const until = (at: Date) => at.toISOString().slice(0, 10);
const actions: Record<VexDecision["kind"], (of: VexDecision) => string> = {
  accepted: ({ reason, expiresAt }) => `The risk is accepted until ${until(expiresAt)}: ${reason}`,
  no_fix: ({ reason, expiresAt }) => `No fix is available; looked at again on ${until(expiresAt)}: ${reason}`,
  mitigated: ({ reason, expiresAt }) => `Mitigated otherwise, until ${until(expiresAt)}: ${reason}`,
  false_positive: ({ reason }) => reason,
};

/** What is done about what affects. */
export function actionOf({ decision }: VexVerdict): string {
  return decision ? actions[decision.kind](decision) : "Move to a version that has the fix.";
}

/** Package URLs of an image (type `oci`): one of each version, or of all versions. https://github.com/package-url/purl-spec */
export function imagePurls(repository: string, digests: readonly string[]): string[] {
  const name = encodeURIComponent(repository.slice(repository.lastIndexOf("/") + 1).toLowerCase());
  const of = `?repository_url=${encodeURIComponent(repository).replaceAll("%2F", "/").replaceAll("%3A", ":")}`;
  if (digests.length === 0) return [`pkg:oci/${name}${of}`];
  return digests.map((digest) => `pkg:oci/${name}@${encodeURIComponent(digest)}${of}`);
}
