import type { PoolClient } from "pg";
import { ENTRY, KEY, keyAt, keyText, mergeBlobs, pack } from "./blob";
import { keysAgain } from "./marks";
import type { ResolvedScope } from "./scopes";

/** What partial reports of a scope said since its latest complete one: packed like a blob, with times for contents. */
export interface Said {
  /** It knows of all reports from after that; null: of all. */
  since: Date | null;
  /** The latest of them. What was said then is said again whenever that report is repeated. */
  at: Date;
  blob: Buffer;
}

/**
 * Which of what a scope says was said by newer reports than this one: that it does not override, all else it does. Only
 * partial reports can be newer here, since nothing older than a complete one is merged. null: that is not known, as of
 * scopes that had partial reports before it was kept.
 */
export function laterThan(said: Said | undefined, input: ResolvedScope): Set<string> | null {
  const { state, at } = input;
  const time = Date.parse(at);
  if (!said || !isLate(input) || (said.since !== null && said.since.getTime() > time)) return null;
  const later = new Set<string>();
  for (let entry = 0; entry < said.blob.length; entry += ENTRY)
    if (timeOf(said, state, entry) > time) later.add(keyText(keyAt(said.blob, entry)));
  return later;
}

function timeOf(said: Said, state: ResolvedScope["state"], entry: number): number {
  const time = Number(said.blob.readBigInt64BE(entry + KEY));
  return time === said.at.getTime() ? Math.max(time, state.observedAt?.getTime() ?? time) : time;
}

/** A partial report is the latest of the scope: who comes late has to know what it and others like it said. */
const isPartial = ({ observedAt, completeAt }: ResolvedScope["state"]) =>
  observedAt !== null && (completeAt === null || observedAt > completeAt);

const isLate = ({ state, at }: ResolvedScope) => Date.parse(at) < (state.observedAt?.getTime() ?? 0);

/** What partial reports said of these scopes, by their ids; most have none, and are not asked for. */
export async function saidOf(client: PoolClient, inputs: ResolvedScope[]): Promise<Map<number, Said>> {
  const asked = inputs.filter((one) => !one.events && isPartial(one.state) && (isLate(one) || !one.scope.complete));
  if (asked.length === 0) return new Map();
  const { rows } = await client.query<Said & { id: number }>({
    name: "scopes-said",
    text: `SELECT scope_id AS id, since, at, blob FROM scope_said WHERE scope_id = ANY ($1)`,
    values: [asked.map(({ state }) => state.id)],
  });
  return new Map(rows.map(({ id, ...said }) => [id, said]));
}

/** What is to be known of a scope after a report: null, nothing any more; undefined, what was. */
export function saidAfter(input: ResolvedScope, digest: string, known: Said | undefined): Said | null | undefined {
  const { state, scope, at } = input;
  if (input.events || (scope.complete && !isPartial(state))) return undefined;
  const [late, time] = [isLate(input), Date.parse(at)];
  if (scope.complete && !late) return null;
  if (late && (!known || (state.completeAt?.getTime() ?? 0) >= time || (known.since?.getTime() ?? 0) > time))
    return undefined;
  if (late && known) {
    const newer = after(known, state, time);
    const latest = { at: state.observedAt ?? known.at };
    if (scope.complete) return { ...latest, since: new Date(at), blob: newer };
    return { ...latest, since: known.since, blob: mergeBlobs(mergeBlobs(known.blob, saying(input, time)), newer) };
  }
  // The very same again: what the latest said counts from its repetition on.
  if (known && !late && digest === state.digest) return undefined;
  const since = known ? known.since : isPartial(state) ? state.observedAt : state.completeAt;
  const before = known ? after(known, state, Number.NEGATIVE_INFINITY) : Buffer.alloc(0);
  return { since, at: new Date(at), blob: mergeBlobs(before, saying(input, time)) };
}

/** What was said after a time, each with when that was. */
function after(said: Said, state: ResolvedScope["state"], time: number): Buffer {
  const parts: Buffer[] = [];
  for (let entry = 0; entry < said.blob.length; entry += ENTRY) {
    const last = timeOf(said, state, entry);
    if (last <= time) continue;
    const part = Buffer.from(said.blob.subarray(entry, entry + ENTRY));
    part.writeBigInt64BE(BigInt(last), KEY);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function saying({ rows, again }: ResolvedScope, time: number): Buffer {
  const content = BigInt(time);
  const keys = [...rows, ...(again ? keysAgain(again) : [])];
  return pack(keys.map(({ assetId, ruleId, loc }) => ({ assetId, ruleId, loc, content })));
}

/** Keeps it; beside the scopes, in the same transaction. */
export async function keepSaid(client: PoolClient, next: Map<number, Said | null>): Promise<void> {
  if (next.size === 0) return;
  const kept = [...next].flatMap(([id, said]) => (said ? [{ id, ...said }] : []));
  await client.query({
    name: "scopes-said-keep",
    text: `WITH over AS (DELETE FROM scope_said WHERE scope_id = ANY ($1))
           INSERT INTO scope_said (scope_id, since, at, blob) SELECT * FROM unnest($2::int[], $3::timestamptz[], $4::timestamptz[], $5::bytea[])
           ON CONFLICT (scope_id) DO UPDATE SET since = excluded.since, at = excluded.at, blob = excluded.blob`,
    values: [
      [...next].flatMap(([id, said]) => (said ? [] : [id])),
      kept.map(({ id }) => id),
      kept.map(({ since }) => since),
      kept.map(({ at }) => at),
      kept.map(({ blob }) => blob),
    ],
  });
}
