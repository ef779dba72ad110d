import type { ExceptionScope } from "@/lib/client/contract/exception";
import type { FindingRow } from "@/lib/client/contract/finding";

/** Parts of a scope that can be left open, from the closest outwards. */
export const scopeParts = ["asset", "namespace", "cluster", "team"] as const;
export type ScopePart = (typeof scopeParts)[number];

/** The closest scope around a finding. */
export function scopeAround(row: FindingRow): ExceptionScope {
  const { rule, asset, cluster, namespace, team, fixTeam } = row;
  return { rule, asset, cluster, namespace, team: team ?? fixTeam };
}

/** The scopes with only these parts, each once. */
export function narrowed(scopes: readonly ExceptionScope[], keep: ReadonlySet<ScopePart>): ExceptionScope[] {
  const cut = scopes.map((scope) => ({
    rule: scope.rule,
    asset: keep.has("asset") ? scope.asset : null,
    namespace: keep.has("namespace") ? scope.namespace : null,
    cluster: keep.has("cluster") ? scope.cluster : null,
    team: keep.has("team") ? scope.team : null,
  }));
  return [...new Map(cut.map((scope) => [JSON.stringify(scope), scope])).values()];
}

/** What a part is of all of them: its one name, "several", or null where none has it. */
export function partName(scopes: readonly ExceptionScope[], part: ScopePart): string | null {
  const names = new Set(
    scopes.flatMap((scope) => (part === "asset" ? (scope.asset?.name ?? []) : (scope[part] ?? []))),
  );
  const [only] = names;
  return names.size > 1 ? `each of ${names.size}` : (only ?? null);
}
