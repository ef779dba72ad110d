import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { Parameters } from "./sql";
import { ownTeam } from "./visible";

/** Id of a team that the reader may know of, by its slug; null: there is none for them. */
export async function teamIdOf(run: Run, scope: Scope, slug: string): Promise<number | null> {
  const p = new Parameters();
  const text = `SELECT id FROM team WHERE slug = ${p.add(slug, "text")} AND ${ownTeam(scope, p, "id")}`;
  const [team] = await run<{ id: number }>({ text, values: p.values });
  return team?.id ?? null;
}
