import type { Actor } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import type { Refused } from "@/lib/client/contract/remediation";
import { presences } from "@/lib/domain/vocabulary";
import type { HeldFinding } from "./hold";

export type RefusedBecause = Refused["reason"];

/** Why somebody may not work on a finding; null: they may. What they may not read is not there for them. */
export function refusalFor(actor: Actor, finding: HeldFinding | undefined): RefusedBecause | null {
  if (!finding || !can(actor, "findings.read", { teamIds: finding.teamIds })) return "not_found";
  if (!can(actor, "findings.triage", { teamIds: finding.teamIds })) return "forbidden";
  return presences.word(finding.presence) === "present" ? null : "closed";
}

/** Ids as they were sent, each once. */
export const distinct = (ids: readonly string[]): string[] => [...new Set(ids.map((id) => String(BigInt(id))))];
