import type { PoolClient } from "pg";
import { locatedKinds, type ResultClass, resultClasses } from "../domain/vocabulary";
import {
  type BlobDiff,
  type BlobKey,
  diffBlobs,
  findingsIn,
  keysOf,
  keyText,
  mergeBlobs,
  pack,
  withoutKeys,
} from "./blob";
import type { Change } from "./copy";
import { type Again, type Compared, compareAgain, keysAgain, packMarked, type Seen } from "./marks";
import type { Resolved } from "./resolve";
import type { CollectedScope } from "./types";

export interface ScopeState {
  id: number;
  digest: string | null;
  observedAt: Date | null;
  /** Of its latest complete report: what was said before and not since is over. */
  completeAt: Date | null;
  reportId: string | null;
  muted: boolean;
  /** When the first report of this version that ran all of its class was made; null: none did, or it is no version. */
  wholeSince: Date | number | null;
  findings: number | null;
  blob: Buffer;
}

/** A scope of a report with everything named by id. */
export interface ResolvedScope {
  scope: CollectedScope;
  state: ScopeState;
  targetId: number;
  toolId: number;
  /** In the order of the blob. */
  rows: Resolved[];
  /** What it says besides, as before; null: nothing was recognised. */
  again: Again | null;
  /** keyText() of what newer reports said, for one that comes late (later.ts); null: not known, or it does not. */
  later: Set<string> | null;
  at: string;
  reportId: string;
  events: boolean;
  /** Ids of the rules that the run looked at; null: all of its class. */
  assessed: Set<number> | null;
  force: boolean;
  /** What it would close is held whatever it is: it is part of something greater that goes. */
  hold?: boolean;
  /** Of the catalogue, before the rules were named. */
  version: bigint;
}

/** What was recognised of reports (Memory) does not hold any more: all of each has to be read. */
export class ReadAgain extends Error {
  constructor(readonly reportIds: string[]) {
    super(`reports ${reportIds.join(", ")} have to be read as a whole`);
  }
}

export interface ScopeChange {
  changes: Change[];
  diff: { new: number; changed: number; gone: number; same: number };
  held: BlobKey[];
  /** Rules that the scope still says though this complete report did not speak of them. */
  silent: Set<number>;
  /** null: as before. */
  blob: Buffer | null;
  /** Beside it (marks.ts); null: none, or as before where the blob is. */
  marks: Buffer | null;
  digest: string;
  /** An older report than the one that is known: what newer ones say stays. */
  older: boolean;
}

/** A report that takes away up to so many findings of a scope is believed. */
export const HOLD_MORE_THAN = 20;

/**
 * What a scope's new report changes in the detections, by comparing it with what the scope said before. null: what was
 * recognised of it is not what the scope says now, so that all of it has to be read.
 */
export function changeOf(input: ResolvedScope): ScopeChange | null {
  const { state, events } = input;
  const before = state.muted ? Buffer.alloc(0) : state.blob;
  const found = compared(input, before);
  if (!found) return null;
  const { now, marks, digest, diff } = found;
  if (events) return eventsOf(input, now, digest);
  const older = isOlder(input, digest);
  if (older) return olderOf(input, now, digest, diff);

  const gone = closable(input, diff);
  const hold = input.hold || (!input.force && closesTooMuch(input.scope.class, before, gone, now));
  const closing = hold ? [] : gone;
  const keepsOld = closing.length < diff.gone.length;
  const changes = [
    ...[...diff.added, ...diff.changed].map((index) => said(input, index, 1)),
    ...closing.map((key) => unsaid(input, key, 2)),
  ];
  const blob = changes.length > 0 ? (keepsOld ? mergeBlobs(withoutKeys(before, closing), now) : now) : null;
  // Where nothing changed they are written for entries that say the same in other bytes.
  const fresh = blob ? !keepsOld : diff.gone.length === 0 && input.rows.some(({ row }) => row.mark !== undefined);
  return {
    changes,
    diff: { new: diff.added.length, changed: diff.changed.length, gone: closing.length, same: diff.same },
    held: hold ? gone : [],
    silent: silentOn(input, diff.gone, closing),
    blob,
    marks: fresh ? marks : null,
    digest,
    older: false,
  };
}

function compared(input: ResolvedScope, before: Buffer): Compared | null {
  const { scope, state, rows, again, events, version } = input;
  if (!again) {
    const packed = packMarked(rows, scope.target, version);
    return { ...packed, diff: diffBlobs(before, packed.now) };
  }
  const holds = again.seen.scopeId === state.id && !state.muted && !events && again.seen.blob.equals(state.blob);
  return holds ? compareAgain(rows, scope.target, again) : null;
}

/** What a complete report no longer says, as far as it looked: a check that it did not run closes nothing. */
function closable({ scope, assessed }: ResolvedScope, diff: BlobDiff): BlobKey[] {
  if (!scope.complete) return [];
  return assessed ? diff.gone.filter((key) => assessed.has(key.ruleId)) : diff.gone;
}

/** What it lacks and does not close: it did not look, or is not believed yet, or a newer report says so. */
function silentOn({ scope }: ResolvedScope, gone: BlobKey[], closing: BlobKey[]): Set<number> {
  if (!scope.complete || gone.length === closing.length) return new Set();
  const closed = new Set(closing);
  return new Set(gone.filter((key) => !closed.has(key)).map((key) => key.ruleId));
}

/** More than half of the findings that the scope supported, and more than 20. */
function closesTooMuch(name: ResultClass, before: Buffer, gone: BlobKey[], now: Buffer): boolean {
  if (gone.length <= HOLD_MORE_THAN) return false;
  const located = (locatedKinds as readonly string[]).includes(name);
  const left = findingsIn(keysOf(mergeBlobs(withoutKeys(before, gone), now)), located);
  const closing = [...findingsIn(gone, located)].filter((key) => !left.has(key)).length;
  return closing > HOLD_MORE_THAN && closing * 2 > findingsIn(keysOf(before), located).size;
}

function isOlder({ state, at }: ResolvedScope, digest: string): boolean {
  if (!state.observedAt) return false;
  const known = state.observedAt.getTime();
  const given = Date.parse(at);
  // At the same instant the greater digest wins, so that the order of arrival does not matter.
  return given < known || (given === known && state.digest !== null && digest < state.digest);
}

/**
 * What a newer report says stays, with the earlier date. But where no complete report came since, the rest is as if this
 * one had come in time: what it adds is added, what it words otherwise is worded so, and what it lacks, when it is complete,
 * is over. What it would have held then, the newer one has put an end to; so nothing is held. Where it is not known what
 * newer reports said, it only adds.
 */
function olderOf(input: ResolvedScope, now: Buffer, digest: string, unmuted: BlobDiff): ScopeChange {
  const { completeAt, blob: before, muted } = input.state;
  const diff = muted ? diffBlobs(before, now) : unmuted;
  const adds = !muted && (completeAt === null || completeAt.getTime() < Date.parse(input.at));
  const later = adds ? input.later : null;
  const isFree = (key: BlobKey) => later !== null && !later.has(keyText(key));
  const keyOf = (index: number) => input.rows[index] as (typeof input.rows)[number];
  const added = adds ? diff.added : [];
  const changed = diff.changed.filter((index) => isFree(keyOf(index)));
  const gone = closable(input, diff).filter(isFree);
  const closing = !input.force && closesTooMuch(input.scope.class, before, gone, now) ? [] : gone;

  const written = new Set([...diff.added, ...changed]);
  const known: BlobKey[] = input.rows.filter((_, index) => !written.has(index));
  if (input.again) for (const key of keysAgain(input.again)) known.push(key);
  const says = [...added, ...changed];
  const words = says.map(keyOf).map(({ assetId, ruleId, loc, content }) => ({ assetId, ruleId, loc, content }));
  return {
    changes: [
      ...known.map((key) => unsaid(input, key, 3)),
      ...says.map((index) => said(input, index, 1)),
      ...closing.map((key) => unsaid(input, key, 2)),
    ],
    diff: { new: added.length, changed: changed.length, gone: closing.length, same: known.length },
    held: [],
    silent: silentOn(input, diff.gone, later === null ? [] : [...diff.gone.filter((key) => !isFree(key)), ...closing]),
    blob: words.length + closing.length > 0 ? mergeBlobs(withoutKeys(before, closing), pack(words)) : null,
    marks: null,
    digest,
    older: true,
  };
}

/** Events add up and never close. */
function eventsOf(input: ResolvedScope, now: Buffer, digest: string): ScopeChange {
  const diff = diffBlobs(input.state.blob, now);
  return {
    changes: input.rows.map((_, index) => said(input, index, 4)),
    diff: { new: diff.added.length, changed: input.rows.length - diff.added.length, gone: 0, same: 0 },
    held: [],
    silent: new Set(),
    blob: mergeBlobs(input.state.blob, now),
    marks: null,
    digest,
    older: false,
  };
}

function said(input: ResolvedScope, index: number, op: 1 | 4): Change {
  const { assetId, ruleId, loc, row } = input.rows[index] as (typeof input.rows)[number];
  return {
    scopeId: input.state.id,
    assetId,
    ruleId,
    loc,
    op,
    at: row.firstAt ?? input.at,
    reportId: input.reportId,
    said: {
      content: row.content,
      toolId: input.toolId,
      severity: row.severity,
      severitySource: row.severitySource,
      fixState: row.fixState,
      evidence: row.evidence,
    },
  };
}

function unsaid(input: ResolvedScope, key: BlobKey, op: 2 | 3): Change {
  return {
    scopeId: input.state.id,
    ...{ assetId: key.assetId, ruleId: key.ruleId, loc: key.loc },
    op,
    at: input.at,
    reportId: input.reportId,
  };
}

export interface ScopeWanted {
  targetId: number;
  toolId: number;
  scope: CollectedScope;
  clusterId: number;
  /** What it said when its report was read: needs not be fetched again where it still is. */
  seen: Seen | null;
}

export const scopeIdentity = (w: Omit<ScopeWanted, "seen">) =>
  `${w.targetId} ${resultClasses.code(w.scope.class)} ${w.toolId} ${w.scope.profile}`;

/** Rows of the scopes, made where they are new, with what each said last. Under the locks of their targets. */
export async function loadScopes(client: PoolClient, wanted: ScopeWanted[]): Promise<Map<string, ScopeState>> {
  if (wanted.length === 0) return new Map();
  const rows = wanted.map((w) => ({
    identity: scopeIdentity(w),
    target: w.targetId,
    class: resultClasses.code(w.scope.class),
    tool: w.toolId,
    profile: w.scope.profile,
    cluster: w.clusterId,
    seen: w.seen?.version,
  }));
  const text = JSON.stringify(rows);
  const identities = new Set(rows.map((row) => row.identity)).size;
  let found = await scopesByKey(client, text);
  if (found.length < identities) {
    await client.query({
      name: "scopes-insert",
      text: `INSERT INTO scope (target_id, class, tool_id, profile, cluster_id)
             SELECT DISTINCT target, class, tool, profile, cluster FROM jsonb_to_recordset($1::jsonb)
               g(target int, class smallint, tool smallint, profile text, cluster int)
             ORDER BY 1, 2, 3, 4 ON CONFLICT (target_id, class, tool_id, profile) DO NOTHING`,
      values: [text],
    });
    found = await scopesByKey(client, text);
  }
  const states = new Map<string, ScopeState>();
  const seen = new Map(wanted.map((w) => [scopeIdentity(w), w.seen?.blob]));
  for (const { identity, blob, still, ...state } of found) {
    // The blob is a cache: without it the rows of the target say the same.
    const stored = still ? (seen.get(identity) ?? null) : blob;
    const known = stored ?? (state.observedAt ? await rebuild(client, state.id) : Buffer.alloc(0));
    states.set(identity, { ...state, blob: known });
  }
  return states;
}

type StoredScope = Omit<ScopeState, "blob"> & { identity: string; still: boolean; blob: Buffer | null };

async function scopesByKey(client: PoolClient, text: string): Promise<StoredScope[]> {
  const { rows } = await client.query<StoredScope>({
    name: "scopes-by-key",
    text: `SELECT g.identity, s.id, s.digest, s.observed_at AS "observedAt", s.complete_at AS "completeAt", s.report_id::text AS "reportId", s.muted, s.looked_at AS "wholeSince", s.findings,
             b.still, CASE WHEN NOT b.still THEN b.blob END AS blob
           FROM jsonb_to_recordset($1::jsonb) g(identity text, target int, class smallint, tool smallint, profile text, seen text)
           CROSS JOIN LATERAL (SELECT * FROM scope WHERE target_id = g.target AND class = g.class AND tool_id = g.tool
             AND profile = g.profile OFFSET 0) s
           LEFT JOIN LATERAL (SELECT blob, coalesce(xmin::text = g.seen, false) AS still FROM scope_seen WHERE scope_id = s.id) b ON true`,
    values: [text],
  });
  return [...new Map(rows.map((row) => [row.identity, row])).values()];
}

/** A scope of a whole cluster speaks about any of its things, so its rows are found by the scope alone: slow, and rare. */
export async function rebuild(client: PoolClient, scopeId: number): Promise<Buffer> {
  const { rows } = await client.query<{ assetId: number; ruleId: number; loc: string; content: string }>(
    `SELECT asset_id AS "assetId", rule_id AS "ruleId", loc::text, content_hash::text AS content FROM detection d
     WHERE scope_id = $1 AND (asset_id = (SELECT target_id FROM scope WHERE id = $1)
       OR (SELECT a.kind FROM asset a JOIN scope s ON s.target_id = a.id WHERE s.id = $1) = 0)`,
    [scopeId],
  );
  return pack(rows.map((row) => ({ ...row, loc: BigInt(row.loc), content: BigInt(row.content) })));
}
