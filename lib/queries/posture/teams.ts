import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { Parameters, prepared } from "../sql";
import { ownTeam } from "../visible";
import type { PostureFilter } from "./cells";

/** The reader's teams, those without anything too; and nobody (0), where nobody has something. */
export async function teamsOf(run: Run, scope: Scope, { team }: PostureFilter, ids: ReadonlySet<number>) {
  const p = new Parameters();
  const named = team ? `slug = ${p.add(team, "text")}` : "true";
  const teams = await run<{ id: number; slug: string | null; name: string }>(
    prepared(`SELECT id, slug, name FROM team WHERE ${named} AND ${ownTeam(scope, p, "id")} ORDER BY name`, p),
  );
  const known = new Set(teams.map(({ id }) => id));
  // Who is no more may still have owned something on a past day.
  const gone = scope.teams === "*" && !team ? [...ids].filter((id) => id > 0 && !known.has(id)) : [];
  return [
    ...teams,
    ...gone.map((id) => ({ id, slug: null, name: "A team that is no more" })),
    ...(ids.has(0) ? [{ id: 0, slug: null, name: "Unowned" }] : []),
  ];
}
