import type { Pool } from "pg";
import type { ImportResult } from "../../client/contract/report";
import { transaction } from "../../db/transaction";
import { enqueueUnits } from "../../jobs/enqueue";
import { metrics } from "../../telemetry/metrics";
import type { Claimed } from "./claim";
import { type Finished, finishAll } from "./finish";

interface Earlier {
  /** The report that repeats it. */
  report: string;
  id: string;
  format: string;
  tool: string;
  toolVersion: string | null;
  observedAt: Date;
  dated: boolean;
  events: boolean;
  /** The very same bytes. */
  same: boolean;
  names: string[] | null;
  result: ImportResult;
  scopes: number;
  /** Scopes for which it still is the latest, and for which nothing but freshness can change. */
  current: number;
  findings: number | null;
}

/** When the tool looked, and whether the file or its sender says so: as prepare.ts has it of what is parsed. */
function timeOf({ statedAt, options, receivedAt }: Claimed): { at: Date; dated: boolean } {
  const stated = statedAt ?? (options.observedAt ? new Date(options.observedAt) : null);
  const valid = stated !== null && !Number.isNaN(stated.getTime()) && stated <= receivedAt;
  return { at: valid ? stated : receivedAt, dated: stated !== null };
}

/**
 * Of the reports, those that say what the latest report of the same scopes says, sent with the same options: the same
 * bytes or, where that means the same (repeatable.ts), the same but for the time of the run. Nothing is parsed and no
 * detection or finding is touched, only freshness moves. Events that were counted once are never counted again. All of
 * them are finished in one transaction. What a team's token sends is read each time, since owners change. Returns the
 * others.
 */
export async function withoutRepeated(pool: Pool, reports: Claimed[], started: number): Promise<Claimed[]> {
  const left: Claimed[] = [];
  let waiting = reports;
  while (waiting.length > 0) {
    // One of several that are alike at a time: the second repeats the first.
    const alike = new Set<string>();
    const now: Claimed[] = [];
    const later: Claimed[] = [];
    for (const report of waiting) {
      const key = `${report.clusterId} ${report.content} ${JSON.stringify(report.options)}`;
      (alike.has(key) ? later : now).push(report);
      alike.add(key);
    }
    const repeated = await repeatAll(pool, now, started);
    left.push(...now.filter((report) => !repeated.has(report.id)));
    // What is no repetition now isn't one for its like either, until it is merged.
    waiting = repeated.size > 0 ? later : [];
    if (repeated.size === 0) left.push(...later);
  }
  return left.sort((a, b) => Number(a.id) - Number(b.id));
}

async function repeatAll(pool: Pool, reports: Claimed[], started: number): Promise<Set<string>> {
  const able = reports.filter(
    ({ options, teamId, mayRepeat }) => mayRepeat && !options.force && !options.dryRun && teamId === null,
  );
  if (able.length === 0) return new Set();
  const { rows } = await pool.query<Earlier>({
    name: "reports-earlier",
    // Where only the time differs: for that image still, which lies where it lay, and not older than what is known.
    text: `SELECT g.id::text AS report, r.id::text, r.format, r.tool, r.tool_version AS "toolVersion", r.observed_at AS "observedAt", r.dated,
        r.scopes, r.result, coalesce(r.format IN ('falco', 'falcosidekick'), false) AS events, r.digest = g.digest AS same, r.names,
        c.current, c.findings
      FROM unnest($1::bigint[], $2::timestamptz[]) u(id, at) JOIN report g ON g.id = u.id
      CROSS JOIN LATERAL (SELECT * FROM report r WHERE r.cluster_id = g.cluster_id AND r.content_digest = g.content_digest
        AND r.state IN ('done', 'held') AND r.id < g.id AND r.options = g.options
        AND coalesce((r.result->>'dryRun')::bool, false) = false ORDER BY r.id DESC LIMIT 1) r
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE NOT s.muted AND (r.digest = g.digest OR (s.observed_at = r.observed_at AND s.observed_at <= u.at
            AND a.gone_at IS NULL AND EXISTS (SELECT 1 FROM placement p WHERE p.asset_id = a.id
              AND (p.cluster_id = r.cluster_id OR r.cluster_id = 0 OR a.kind IN (5, 7))))))::int AS current,
          CASE WHEN count(*) = count(s.findings) THEN sum(s.findings)::int END AS findings
        FROM scope s JOIN asset a ON a.id = s.target_id WHERE s.report_id = r.id) c
      WHERE r.digest = g.digest OR (r.state = 'done' AND r.names IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM unnest(r.names) n(key) LEFT JOIN asset_alias l ON l.key = n.key WHERE NOT EXISTS (
          SELECT 1 FROM scope s WHERE s.report_id = r.id AND s.target_id = l.asset_id)))`,
    values: [able.map(({ id }) => id), able.map((report) => timeOf(report).at)],
  });
  const known = new Map(rows.filter(isLatest).map((row) => [row.report, row]));
  if (known.size === 0) return new Set();
  const pairs = able.flatMap((report) => {
    const earlier = known.get(report.id);
    return earlier ? [{ report, earlier }] : [];
  });
  await transaction(async (client) => {
    // Without a date of its own it speaks of the time of its arrival.
    await client.query({
      name: "scopes-repeat",
      text: `WITH heard AS (UPDATE scope s SET report_id = g.now, observed_at = CASE WHEN g.moves THEN greatest(s.observed_at, g.at) ELSE s.observed_at END,
          complete_at = CASE WHEN g.moves AND s.complete_at = s.observed_at THEN greatest(s.complete_at, g.at) ELSE s.complete_at END
        FROM (SELECT s.id, g.* FROM jsonb_to_recordset($1::jsonb) g(before bigint, now bigint, moves bool, at timestamptz)
          JOIN scope s ON s.report_id = g.before ORDER BY s.id FOR UPDATE OF s) g WHERE s.id = g.id AND s.report_id = g.before
        RETURNING s.target_id, g.moves AND s.complete_at = s.observed_at AS speaks)
        SELECT remediation_heard(array_agg(target_id) FILTER (WHERE speaks)) FROM heard`,
      values: [
        JSON.stringify(
          pairs.map(({ report, earlier }) => ({
            before: earlier.id,
            now: report.id,
            moves: !earlier.dated || !earlier.same,
            at: timeOf(report).at,
          })),
        ),
      ],
    });
    const moved = pairs.filter(({ earlier }) => !earlier.dated || !earlier.same);
    await finishAll(
      client,
      pairs.map(({ report, earlier }) => ({ report, done: repetition(report, earlier, started) })),
      () => (moved.length > 0 ? [enqueueUnits(client, new Set(moved.map(({ report }) => report.clusterId)))] : []),
    );
  }, pool);
  for (const { earlier } of pairs) metrics().imports.inc({ format: earlier.format, state: "done" });
  return new Set(pairs.map(({ report }) => report.id));
}

const isLatest = (earlier: Earlier) =>
  earlier.events || (earlier.scopes > 0 && earlier.current === earlier.scopes && earlier.findings !== null);

function repetition(report: Claimed, earlier: Earlier, started: number): Finished {
  const { format, tool, toolVersion, current, names, result } = earlier;
  const { at, dated } = earlier.same && earlier.dated ? { at: earlier.observedAt, dated: true } : timeOf(report);
  const { gone, ...others } = result.detections;
  return {
    state: "done",
    format,
    tool,
    toolVersion,
    observedAt: at.toISOString(),
    findings: result.findings,
    dated,
    scopes: current,
    names,
    result: {
      ...result,
      created: 0,
      reopened: 0,
      closed: 0,
      updated: 0,
      unchanged: earlier.findings ?? 0,
      held: false,
      heldClosures: 0,
      detections: { new: 0, changed: 0, gone: 0, same: others.new + others.changed + others.same },
      ms: Date.now() - started,
    },
  };
}
