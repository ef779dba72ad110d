import type { AssetRef } from "../../domain/asset/ref";
import type { Area, FixState, Kind, ResultClass, Severity } from "../../domain/vocabulary";
import type { InventoryItem, Item } from "../../importers/types";
import { collect } from "../collect";
import type { Prepared } from "../merge";
import type { Collected } from "../types";

/** What a made-up report says; defaults are a complete Trivy scan of known vulnerabilities. */
export interface Saying {
  tool?: string;
  target: AssetRef | null;
  class?: ResultClass;
  profile?: string;
  complete?: boolean;
  assessed?: string[];
  placedOn?: (AssetRef & { kind: "workload" })[];
  says: Said[];
}

export interface Said {
  rule: string;
  aliases?: string[];
  asset?: AssetRef;
  location?: string;
  severity?: Severity;
  fixState?: FixState;
  evidence?: Record<string, string>;
  package?: string;
  installedVersion?: string;
  fixedVersion?: string;
  event?: { firstAt: string; lastAt: string; count: number };
}

const areaOf: Record<string, Area> = { runtime: "runtime", misconfiguration: "platform" };

const kindOf = (name: ResultClass): Kind =>
  name === "rbac" || name === "infra" || name === "inventory" ? "misconfiguration" : name;

async function* itemsOf(tool: string, scopes: Saying[], inventory: InventoryItem[]): AsyncGenerator<Item> {
  const events = scopes.some((scope) => scope.says.some((said) => said.event));
  yield { type: "header", tool, toolVersion: null, semantics: events ? "events" : "snapshot", observedAt: null };
  for (const [ref, scope] of scopes.entries()) {
    const name = scope.class ?? "vulnerability";
    const area = areaOf[name] ?? "application";
    yield {
      ...{ type: "scope", ref, target: scope.target, class: name, profile: scope.profile ?? "", label: `scope ${ref}` },
      ...{ complete: scope.complete ?? true, assesses: [area], placedOn: scope.placedOn, assessed: scope.assessed },
    };
    for (const said of scope.says)
      yield {
        ...{ type: "detection", scope: ref, asset: said.asset, location: said.location ?? "", rawSeverity: null },
        rule: { id: said.rule, aliases: said.aliases, title: `About ${said.rule}`, kind: kindOf(name), area },
        ...{ severity: said.severity ?? "high", fixState: said.fixState ?? "unknown", evidence: said.evidence },
        ...{ package: said.package, installedVersion: said.installedVersion, fixedVersion: said.fixedVersion },
        ...said.event,
      };
  }
  yield* inventory;
}

/** A report as the importers would make it. */
export function report(scopes: Saying[]): Promise<Collected> {
  return collect("test", itemsOf(scopes[0]?.tool ?? "trivy", scopes, []));
}

/** A cluster configuration; `listed` are the kinds of which it has all. */
export function configuration(items: InventoryItem[], listed: string[] | null = null): Promise<Collected> {
  const scope: Saying = {
    ...{ target: { kind: "cluster" }, class: "inventory", says: [], complete: listed !== null },
    assessed: listed ?? undefined,
  };
  return collect("test", itemsOf("kubernetes", [scope], items));
}

/** With what the request adds. */
export function prepared(
  collected: Collected,
  cluster: Prepared["cluster"],
  observedAt: string,
  reportId: string,
  part: Partial<Prepared> = {},
): Prepared {
  return {
    collected,
    cluster,
    observedAt,
    reportId,
    dated: true,
    namespace: "",
    complete: false,
    force: false,
    memory: null,
    ...part,
  };
}
