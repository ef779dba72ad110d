import type { PoolClient } from "pg";
import { resultClasses } from "../../domain/vocabulary";
import type { AssetFound } from "../assets";
import type { ResolvedScope } from "../scopes";

/**
 * Does a report look at something of its target that none did before? The first complete one of its class does, and for a
 * version of an image so may any of a scope of which none ran all of its class by then: what was carried over from the
 * version before waits for who looked at it (awaits_scan()).
 */
export function looksFirst({ scope, state, at }: ResolvedScope, target: AssetFound): boolean {
  if (!scope.complete) return false;
  if (!((target.scanned >> resultClasses.code(scope.class)) & 1)) return true;
  return isVersion(scope) && (state.wholeSince === null || Date.parse(at) < Number(state.wholeSince));
}

const isVersion = ({ target }: ResolvedScope["scope"]) => target?.kind === "image";

/** Notes what was looked at; names of checks, not numbers: those that nobody has broken yet count as well. */
export async function markLooked(client: PoolClient, scopes: ResolvedScope[]): Promise<void> {
  const rows = scopes.map(({ scope, state, targetId, at, reportId }) => ({
    ...{ id: state.id, asset: targetId, class: resultClasses.code(scope.class), at, report: reportId },
    looked: isVersion(scope) ? (scope.assessed ?? ["*"]) : null,
  }));
  await client.query({
    name: "scopes-looked",
    text: `WITH g AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb)
             g(id int, asset int, class smallint, at timestamptz, report bigint, looked text[])),
           first AS (INSERT INTO scn (asset_id, class, at, report_id) SELECT asset, class, at, report FROM g)
           UPDATE scope s SET looked = ARRAY(SELECT DISTINCT unnest(s.looked || g.looked)),
             looked_at = CASE WHEN '*' = ANY (g.looked) THEN least(s.looked_at, g.at) ELSE s.looked_at END
           FROM g WHERE s.id = g.id AND g.looked IS NOT NULL`,
    values: [JSON.stringify(rows)],
  });
}
