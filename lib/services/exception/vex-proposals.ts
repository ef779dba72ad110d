import type { Actor } from "@/lib/authz/actor";
import { isRefusal } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import type { VexClaim } from "@/lib/domain/vex/read-openvex";
import { ruleNamed, type ScopeIds, scopeIds } from "@/lib/queries/exception/scope";
import { placesOfVersion, type VersionPlace } from "@/lib/queries/exception/versions";
import { forcedTeam } from "./team";

/** A request that a statement of a document leads to. */
export interface Proposal {
  claim: VexClaim;
  ids: ScopeIds;
  code: string;
  kind: "false_positive" | "mitigated";
  /** What whoever decides has to know of the difference between what is said and what would be covered. */
  wider: string | null;
}

/** So many namespaces are asked for one by one; beyond, cluster by cluster. */
const MOST_PLACES = 20;

/**
 * What a claim asks for, as closely as an exception can say it; or why it asks for nothing. An exception is of an image
 * through all of its versions. So what is said of one version is asked for where that one is now, and nowhere else.
 */
export async function proposalsOf(
  run: Run,
  scope: Scope,
  actor: Actor,
  claim: VexClaim,
  team: string | null,
): Promise<Proposal[] | string> {
  if (claim.status !== "not_affected") return `it says ${claim.status.replaceAll("_", " ")}, which is no decision`;
  const { image } = claim;
  if (!image) return "the product is no image";
  let rule: string | null = null;
  for (const name of claim.names) rule ??= (await ruleNamed(run, name))?.code ?? null;
  if (!rule) return "nothing reported this vulnerability";
  const asset = { name: image.repository, kind: "image" as const };
  const kind = claim.justification === "inline_mitigations_already_exist" ? "mitigated" : "false_positive";
  const all = await known(() => scopeIds(run, scope, { rule, asset, team }));
  if (!all) return "nobody knows this image";
  const propose = (ids: ScopeIds, wider: string | null): Proposal => ({
    ...{ claim, code: all.rule.code, kind, wider },
    ids: { ...ids, teamId: forcedTeam(actor, ids.teamId) },
  });
  if (image.tag === undefined && image.digests.length === 0) return [propose(all, null)];
  const subjectId = all.subjectId ?? 0;
  const places = await placesOfVersion(run, scope, { image, subjectId, ruleId: all.ruleId });
  if (places.length === 0) return "this version does not have it anywhere";
  const proposals: Proposal[] = [];
  for (const place of narrowed(places)) {
    const ids = await scopeIds(run, scope, { rule, asset, team, ...place });
    proposals.push(propose(ids, widerThan(claim, place)));
  }
  return proposals;
}

interface Narrowed {
  cluster: string;
  namespace: string | null;
  others: number;
}

function narrowed(places: readonly VersionPlace[]): Narrowed[] {
  if (places.length <= MOST_PLACES) return [...places];
  const most = new Map<string, number>();
  for (const { cluster, others } of places) most.set(cluster, Math.max(others, most.get(cluster) ?? 0));
  return [...most].map(([cluster, others]) => ({ cluster, namespace: null, others }));
}

function widerThan({ image }: VexClaim, { cluster, namespace, others }: Narrowed): string {
  const version = image?.digests[0] ?? image?.tag ?? "one version";
  const where = namespace === null ? cluster : `${namespace} of ${cluster}`;
  const now = others === 0 ? "" : ` Other versions have it there as well: ${others}, of which this says nothing.`;
  return `It is said of ${version} alone. The exception would hold for the image in ${where}, and for versions that come after.${now}`;
}

/** null for an image that nobody knows, or that is not the reader's to know. */
async function known<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (!isRefusal(error) || !error.detail.fields?.some(({ path }) => path === "body.scope.asset")) throw error;
    return null;
  }
}
