import { type Actor, actorUserId } from "@/lib/authz/actor";
import { invalid, isRefusal } from "@/lib/authz/refusal";
import { type Scope, scopeOf } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { readOpenVex, type VexClaim, VexError, type VexRead } from "@/lib/domain/vex/read-openvex";
import { ruleNamed, type ScopeIds, scopeIds } from "@/lib/queries/exception/scope";
import { unchanged, write } from "../audit/write";
import { addRequest, sameScope } from "./request";
import { forcedTeam } from "./team";

export interface VexImported {
  /** Ids of the requests that it made. */
  requested: number[];
  skipped: { product: string; vulnerability: string; reason: string }[];
}

interface Proposal {
  claim: VexClaim;
  ids: ScopeIds;
  code: string;
  kind: "false_positive" | "mitigated";
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
      const proposal = await proposalOf(run, scope, actor, claim, team ?? null);
      if (typeof proposal !== "string") found.push(proposal);
      else skipped.push({ product: claim.product, vulnerability: claim.names[0] ?? "", reason: proposal });
    }
    return found;
  });
  const requested: number[] = [];
  if (proposals.length === 0) return { requested, skipped };
  return write(actor, async (client, note) => {
    for (const { claim, ids, code, kind } of proposals) {
      if ((await sameScope(client, ids, kind, [0, 1])) !== null) {
        skipped.push({ product: claim.product, vulnerability: code, reason: "there is such an exception already" });
        continue;
      }
      const reason = claim.statement ?? "The document gives no reason.";
      const evidence = `Said by ${read.author} of ${claim.product}`;
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

async function proposalOf(
  run: Run,
  scope: Scope,
  actor: Actor,
  claim: VexClaim,
  team: string | null,
): Promise<Proposal | string> {
  if (claim.status !== "not_affected") return `it says ${claim.status.replaceAll("_", " ")}, which is no decision`;
  if (!claim.repository) return "the product is no image";
  let rule: string | null = null;
  for (const name of claim.names) rule ??= (await ruleNamed(run, name))?.code ?? null;
  if (!rule) return "nothing reported this vulnerability";
  try {
    const asset = { name: claim.repository, kind: "image" as const };
    const ids = await scopeIds(run, scope, { rule, asset, team });
    const kind = claim.justification === "inline_mitigations_already_exist" ? "mitigated" : "false_positive";
    return {
      claim,
      ids: { ...ids, teamId: forcedTeam(actor, ids.teamId) },
      ...{ code: ids.rule.code, kind },
    };
  } catch (error) {
    if (!isRefusal(error) || !error.detail.fields?.some(({ path }) => path === "body.scope.asset")) throw error;
    return "nobody knows this image";
  }
}
