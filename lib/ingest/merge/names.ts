import type { Pool } from "pg";
import { askTogether } from "../ask";
import { resolveComponents } from "../components";
import { inventoryRefs } from "../inventory";
import { loadOwners } from "../ownership";
import { makePlaces, placesNamed, resolveTool, type ToolId, toolIdOf, toolsNamed } from "../places";
import { resolveAllRules } from "../rules";
import { catalogueNow } from "../rules/cache";
import { isGlobal, makeSubjects, namespaceOf, type SubjectWanted, subjectsNamed } from "../subjects";
import type { Collected } from "../types";
import { clusterOf, type Prepared, refsOf } from "./prepared";

/** Ids of what reports name, but for assets, which are made under the locks of their subjects. */
export interface Names {
  /** Of the catalogue, before rules were looked up. */
  version: string;
  /** By report id, then by code. */
  rules: Map<string, Map<string, number>>;
  /** Things of all reports. */
  wanted: SubjectWanted[];
  /** By subjectIdentity(). */
  subjects: Map<string, number>;
  /** `CLUSTER NAMESPACE` */
  places: Map<string, number>;
  tools: Map<string, ToolId>;
  components: Map<string, number>;
}

/**
 * Looks up everything that reports name, and makes what is new. Before the merge and outside of its transaction: ids of
 * subjects are what the merge locks on, and the others are catalogues.
 */
export async function resolveNames(pool: Pool, reports: Prepared[]): Promise<Names> {
  const wanted = reports.flatMap((report) =>
    [...refsOf(report), ...inventoryRefs(report.collected.inventory)].map((ref) => ({
      ref,
      clusterId: clusterOf(report),
    })),
  );
  const lyingIn = [
    ...reports.map((report) => ({ clusterId: clusterOf(report), namespace: "" })),
    ...wanted
      .filter(({ ref }) => !isGlobal(ref))
      .map(({ ref, clusterId }) => ({ clusterId, namespace: namespaceOf(ref) })),
  ];
  const witnesses = new Set(reports.flatMap(({ collected }) => toolsOf(collected)));
  // Mostly all of it is known.
  const [[catalogue], subjects, places, found] = await askTogether(pool, "merge-names", [
    catalogueNow,
    subjectsNamed(wanted),
    placesNamed(lyingIn),
    toolsNamed([...witnesses]),
  ]);
  const version = catalogue?.version ?? "0";
  const tools = new Map(found.map(({ name, id }) => [name, toolIdOf(id)]));
  for (const name of witnesses) if (!tools.has(name)) tools.set(name, await resolveTool(pool, name));
  const rules = await resolveAllRules(
    pool,
    reports.map(({ collected }) => collected.rules),
    version,
  );
  return {
    version,
    rules: new Map(reports.map((report, index) => [report.reportId, rules[index] as Map<string, number>])),
    wanted,
    subjects: await makeSubjects(pool, wanted, subjects, async () => (await loadOwners(pool)).fix),
    places: await makePlaces(pool, lyingIn, places),
    tools,
    components: await resolveComponents(
      pool,
      reports.flatMap(({ collected }) => collected.scopes),
    ),
  };
}

/** A file may hold runs of several tools. */
const toolsOf = ({ header, scopes }: Collected) => [header.tool, ...scopes.flatMap(({ tool }) => tool ?? [])];
