import { type Actor, actorUserId } from "@/lib/authz/actor";
import { invalid } from "@/lib/authz/refusal";
import { scopeOf } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import { readOpenVex, VexError, type VexRead } from "@/lib/domain/vex/read-openvex";
import { unchanged, write } from "../audit/write";
import { addRequest, sameScope } from "./request";
import { type Proposal, proposalsOf } from "./vex-proposals";

export interface VexImported {
  /** Ids of the requests that it made. */
  requested: number[];
  skipped: { product: string; vulnerability: string; reason: string }[];
}

/**
 * Makes requests of what an OpenVEX document says does not affect: each has to be approved like any other. What it says
 * otherwise, and of what nobody knows, is skipped with the reason. Throws invalid for what is no such document.
 */
export async function importVex(
  actor: Actor,
  document: unknown,
  { days, team, at = new Date() }: { days: number; team?: string | null; at?: Date },
): Promise<VexImported> {
  const read = parsed(document);
  const scope = scopeOf(actor);
  const skipped: VexImported["skipped"] = [];
  const proposals = await reading(scope, async (run) => {
    const found: Proposal[] = [];
    for (const claim of read.claims) {
      const proposals = await proposalsOf(run, scope, actor, claim, team ?? null);
      if (typeof proposals !== "string") found.push(...proposals);
      else skipped.push({ product: claim.product, vulnerability: claim.names[0] ?? "", reason: proposals });
    }
    return found;
  });
  const requested: number[] = [];
  if (proposals.length === 0) return { requested, skipped };
  return write(actor, async (client, note) => {
    for (const { claim, ids, code, kind, wider } of proposals) {
      if ((await sameScope(client, ids, kind, [0, 1])) !== null) {
        skipped.push({ product: claim.product, vulnerability: code, reason: "there is such an exception already" });
        continue;
      }
      const reason = claim.statement ?? "The document gives no reason.";
      const evidence = [`Said by ${read.author} of ${claim.product}`, wider].filter(Boolean).join("\n\n");
      const wanted = { kind, reason, evidence, links: [], justification: claim.justification, days, source: read.id };
      requested.push(await addRequest(client, note, actor, { ids, code, wanted, at }));
    }
    if (requested.length === 0) return unchanged({ requested, skipped });
    note({
      action: "vex.import",
      target: `vex:${read.id}`,
      detail: { requested: requested.length, by: actorUserId(actor) },
    });
    return { requested, skipped };
  });
}

function parsed(document: unknown): VexRead {
  try {
    return readOpenVex(document);
  } catch (error) {
    if (error instanceof VexError) throw invalid(error.message);
    throw error;
  }
}
