import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { all, Parameters } from "../sql";
import { visible } from "../visible";

/** Most ids that are given at once. */
export const mostOfFix = 10_000;

/**
 * Ids of the open findings that a fix removes, within the scope: the riskiest first, at most `limit`. Empty for a fix that is not
 * there, not within the scope, or done.
 */
export async function openFindingIds(
  run: Run,
  scope: Scope,
  fixId: number,
  limit: number = mostOfFix,
): Promise<string[]> {
  const p = new Parameters();
  const conditions = all(["f.state < 4", ...visible(scope, p, "f")]);
  const rows = await run<{ id: string }>({
    text: `SELECT f.id::text FROM fix_part p CROSS JOIN LATERAL unnest(p.rules, p.locs) k(rule, loc)
      JOIN finding f ON f.subject_id = p.subject_id AND f.rule_id = k.rule AND f.loc = k.loc
      WHERE p.fix_id = ${p.add(fixId, "int")} AND ${atSpot} AND ${conditions}
      ORDER BY f.severity DESC, f.points DESC, f.id DESC LIMIT ${p.add(limit, "int")}`,
    values: p.values,
  });
  return rows.map(({ id }) => id);
}

/**
 * Is the finding `f` at one of the places and teams of the part `p`? Mostly a place is there once, with its one team; only
 * where it is not is the list gone through, which takes longer than all the rest.
 */
export const atSpot = `(p.places IS NULL OR f.place_id = ANY (p.places) AND (p.teams[array_position(p.places, f.place_id)] = f.team_id OR EXISTS (
  SELECT 1 FROM unnest(p.places, p.teams) s(place, team) WHERE s.place = f.place_id AND s.team = f.team_id)))`;
