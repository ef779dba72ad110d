import type { PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { invalid, notFound } from "@/lib/authz/refusal";
import { scopeOf } from "@/lib/authz/scope";
import { MOST_AT_ONCE, type RemediationCreate } from "@/lib/client/contract/remediation";
import { reading } from "@/lib/db/read";
import { matchesNothing } from "@/lib/queries/finding/filter";
import { findPage } from "@/lib/queries/finding/page";
import { resolveFilter } from "@/lib/queries/finding/resolve";
import { openFindingIds } from "@/lib/queries/fix/finding-ids";
import { distinct } from "../finding/judge";

export interface Selection {
  ids: string[];
  /** Of the fix, those that the team cannot see. */
  others: string[];
  /** Of the fix. */
  title: string | null;
  fixId: number | null;
}

/**
 * The findings that somebody wants to plan: of a fix, by id, or all that match a filter, within their scope.
 * Throws not_found for a fix that is not there or done, invalid for more than can be planned at once.
 */
export async function selectFindings(
  client: PoolClient,
  actor: Actor,
  body: RemediationCreate,
  teamId: number,
): Promise<Selection> {
  if (body.findingIds) return { ids: distinct(body.findingIds), others: [], title: null, fixId: null };
  const scope = scopeOf(actor);
  if (body.fixId !== undefined) {
    const fixId = Number(body.fixId);
    const all = await reading(scope, (run) => openFindingIds(run, scope, fixId));
    if (all.length === 0) throw notFound("This fix");
    const theirs = new Set(await ofTeam(client, all, teamId));
    const { rows } = await client.query<{ title: string }>("SELECT title FROM fix WHERE id = $1", [fixId]);
    return {
      ids: bounded(all.filter((id) => theirs.has(id))),
      others: all.filter((id) => !theirs.has(id)),
      title: rows[0]?.title ?? null,
      fixId,
    };
  }
  const ids = await reading(scope, async (run) => {
    const filter = await resolveFilter(run, scope, { ...body.filter });
    if (matchesNothing(filter)) return [];
    const page = await findPage(run, scope, filter, { sort: "risk", cursor: null, limit: MOST_AT_ONCE + 1 });
    return page.ids.map(String);
  });
  return { ids: bounded(ids), others: [], title: null, fixId: null };
}

/** A fix may concern a whole fleet; only what the team can see is looked at any further. */
async function ofTeam(client: PoolClient, ids: readonly string[], teamId: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    "SELECT id::text FROM finding f WHERE f.id = ANY ($1::bigint[]) AND (f.team_id = $2 OR f.fix_team_id = $2)",
    [ids, teamId],
  );
  return rows.map(({ id }) => id);
}

function bounded(ids: string[]): string[] {
  if (ids.length <= MOST_AT_ONCE) return ids;
  throw invalid(`More than ${MOST_AT_ONCE} findings cannot be planned as one remediation.`, "body");
}
