import type { PoolClient } from "pg";
import { locatedKinds } from "../../domain/vocabulary";
import type { AssetFound } from "../assets";
import type { Change } from "../copy";
import { findingsOf } from "../findings";
import { keepSaid, laterThan, type Said, saidAfter, saidOf } from "../later";
import { type Again, rowsIn } from "../marks";
import { resolveRows } from "../resolve";
import { lookUp } from "../rules/look-up";
import { changeOf, type ResolvedScope, type ScopeChange, type ScopeState, scopeIdentity } from "../scopes";
import { missingSiblings } from "../siblings";
import type { Collected, MergeCounts } from "../types";
import { looksFirst, markLooked } from "./looked";
import type { Names } from "./names";
import { isFinding, type Placed } from "./place";
import { CLUSTER_REF, clusterOf, type Prepared } from "./prepared";

/** What a scope is to become. */
export interface Written {
  report: Prepared;
  input: ResolvedScope;
  change: ScopeChange;
}

/** What reports change, as far as they were compared. */
export class Difference {
  readonly changes: Change[] = [];
  readonly written: Written[] = [];
  /** By report id; what became of findings is still to be filled in. */
  readonly counts = new Map<string, MergeCounts>();
  /** Ids of reports of which something was recognised that does not hold any more. */
  readonly doubted = new Set<string>();

  add(report: Prepared, input: ResolvedScope, change: ScopeChange): void {
    for (const item of change.changes) this.changes.push(item);
    this.written.push({ report, input, change });
  }
}

/** Compares what a report says with what its scopes said before. */
export async function compare(
  client: PoolClient,
  placed: Placed,
  states: Map<string, ScopeState>,
  names: Names,
  into: Difference,
): Promise<void> {
  const { report, cluster, assets } = placed;
  const { reportId, observedAt: at, collected } = report;
  const looking: ResolvedScope[] = [];
  const inputs = await resolveScopes(client, placed, states, names);
  const known = await saidOf(
    client,
    inputs.map(({ input }) => input),
  );
  for (const { input, target } of inputs) {
    const { scope } = input;
    input.later = laterThan(known.get(input.state.id), input);
    const change = scope.known && !input.again ? null : changeOf(input);
    if (!change) {
      into.doubted.add(reportId);
      continue;
    }
    into.add(report, input, change);
    if (looksFirst(input, target)) looking.push(input);
  }
  if (looking.length > 0) await markLooked(client, looking);
  if (report.complete && cluster) {
    const stated = into.written.map(({ input }) => input);
    const moment = { client, at, reportId };
    for (const input of await missingSiblings(moment, { clusterId: clusterOf(report), stated, report })) {
      const change = changeOf(input);
      if (change) into.add(report, input, change);
    }
  }
  const own = into.written.filter((one) => one.report === report);
  const next = new Map<number, Said | null>();
  for (const { input, change } of own) {
    const said = saidAfter(input, change.digest, known.get(input.state.id));
    if (said !== undefined) next.set(input.state.id, said);
  }
  await keepSaid(client, next);
  const total = { new: 0, changed: 0, gone: 0, same: 0 };
  for (const { change } of own)
    for (const key of ["new", "changed", "gone", "same"] as const) total[key] += change.diff[key];
  const held = own.reduce((sum, { change }) => sum + change.held.length, 0);
  into.counts.set(reportId, {
    ...{ created: 0, reopened: 0, closed: 0, updated: 0, unchanged: 0 },
    held: held > 0,
    heldClosures: held,
    findings: findingsOf(
      inputs.map(({ input }) => input),
      subjectIn(assets),
      (code) => isLocated(collected, code),
    ),
    scopes: own.filter(({ change }) => !change.older).length,
    detections: total,
  });
}

async function resolveScopes(
  client: PoolClient,
  { report, assetOf, toolOf, scopes }: Placed,
  states: Map<string, ScopeState>,
  names: Names,
): Promise<{ input: ResolvedScope; target: AssetFound }[]> {
  const { reportId, observedAt: at, collected, force } = report;
  const rules = names.rules.get(reportId) as Map<string, number>;
  const finding = scopes.filter(isFinding);
  // Scopes that list what they assessed come by the thousand, and mostly list the same.
  const named = [...new Set(finding.flatMap((scope) => scope.assessed ?? []))];
  const catalogue = named.length > 0 ? await lookUp(client, named) : null;
  const idsOf = (codes: string[]) => new Set(codes.flatMap((code) => catalogue?.idsOf(code) ?? []));
  return finding.map((scope) => {
    const target = assetOf(scope.target ?? CLUSTER_REF);
    const toolId = toolOf(scope);
    const state = states.get(scopeIdentity({ scope, toolId, clusterId: clusterOf(report), targetId: target.id }));
    if (!state) throw new Error(`scope of ${scope.label} was not made`);
    return {
      target,
      input: {
        scope,
        state,
        targetId: target.id,
        toolId,
        at: scope.observedAt ?? at,
        reportId,
        force,
        events: collected.header.semantics === "events",
        assessed: scope.assessed && idsOf(scope.assessed),
        rows: resolveRows(scope.rows, rules, (ref) => assetOf(ref).id),
        again: scope.known ? againOf(report, scope.known) : null,
        later: null,
        version: BigInt(names.version),
      },
    };
  });
}

/** The rows that a report says again; null when they are of several scopes. */
function againOf({ memory }: Prepared, known: number[]): Again | null {
  let again: Again | null = null;
  for (const entry of known) {
    const found = memory?.rowOf(entry);
    if (!found || (again && again.seen !== found.seen)) return null;
    again ??= { seen: found.seen, rows: new Uint8Array(rowsIn(found.seen.blob)) };
    again.rows[found.row] = 1;
  }
  return again;
}

function subjectIn(assets: Map<string, AssetFound>): (assetId: number) => number {
  const subjects = new Map([...assets.values()].map(({ id, subjectId }) => [id, subjectId]));
  return (assetId) => subjects.get(assetId) ?? 0;
}

const isLocated = ({ rules }: Collected, code: string) => {
  const rule = rules.get(code);
  return rule !== undefined && locatedKinds.includes(rule.kind);
};
