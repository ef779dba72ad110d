import type { Pool, PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { forbidden } from "../../authz/refusal";
import { transaction } from "../../db/transaction";
import type { ExploitationItem, HeaderItem, Item } from "../../importers/types";
import { lockCatalogue } from "../../ingest/locks";
import { metrics } from "../../telemetry/metrics";
import { workOutRules } from "../rule/exploitation";
import type { Claimed } from "./claim";
import { finish } from "./finish";
import { instant } from "./prepare";

/** Items of a file that is about flaws themselves, not about what is broken where. */
export interface Reference {
  format: string;
  items: AsyncIterable<Item>;
}

class DryRun extends Error {}

/**
 * Imports EPSS scores or the KEV list: into what is known of exploitation, then into the rules that differ and the
 * findings whose points that changes. Streamed, with memory for a piece. They hold for all clusters, so a token of one
 * cluster or team is refused. Throws forbidden, ImportError.
 */
export async function importReference(
  pool: Pool,
  report: Claimed,
  reference: Reference,
  started: number,
): Promise<void> {
  await refuseBound(pool, report);
  const dryRun = report.options.dryRun ?? false;
  let done: Awaited<ReturnType<typeof write>> | null = null;
  await transaction(async (client) => {
    done = await write(client, report, reference);
    if (dryRun) throw new DryRun();
    await finish(client, report, finished(report, reference, done, started, false));
  }, pool).catch(async (error) => {
    if (!(error instanceof DryRun) || !done) throw error;
    const told = finished(report, reference, done, started, true);
    await transaction((client) => finish(client, report, told), pool);
  });
  metrics().imports.inc({ format: reference.format, state: "done" });
}

async function refuseBound(pool: Pool, report: Claimed): Promise<void> {
  const { rowCount } = await pool.query(
    `SELECT 1 FROM report r JOIN api_token k ON k.id = r.token_id WHERE r.id = $1 AND (k.cluster_id IS NOT NULL OR k.team_id IS NOT NULL)`,
    [report.id],
  );
  if (rowCount)
    throw forbidden("EPSS and KEV hold for all clusters: a token of one cluster or team cannot import them (403).");
}

interface Written {
  header: HeaderItem;
  at: string;
  rows: number;
  findings: number;
  skipped: { reason: string; count: number }[];
  warnings: string[];
}

async function write(client: PoolClient, report: Claimed, { format, items }: Reference): Promise<Written> {
  await client.query(
    `CREATE TEMP TABLE given (code text, added date, due date, epss real, percentile real, at timestamptz) ON COMMIT DROP`,
  );
  const staged = await stage(client, items);
  const header = staged.header ?? {
    type: "header",
    tool: format,
    toolVersion: null,
    semantics: "snapshot",
    observedAt: null,
  };
  const at = instant(header.observedAt ?? report.options.observedAt, report.receivedAt);
  const { rows, skipped, warnings } = staged;
  const told = { header, at, rows, findings: 0, skipped, warnings };
  await lockCatalogue(client);
  if (await isOlder(client, format, at)) {
    warnings.push("a newer one is known, so this one changes nothing");
    return told;
  }
  const codes = format === "kev" ? await writeKev(client, staged.whole) : await writeEpss(client, at);
  const changed = await client.query<{ id: number }>(codes);
  const ids = [...new Set(changed.rows.map(({ id }) => id))];
  return { ...told, findings: await workOutRules(client, ids, new Date(at), report.id) };
}

/** The KEV list is one thing of one date; scores have theirs each. */
async function isOlder(client: PoolClient, format: string, at: string): Promise<boolean> {
  if (format !== "kev") return false;
  const { rowCount } = await client.query(
    `INSERT INTO setting AS s (key, value) VALUES ('kev.latest', to_jsonb($1::text))
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()
     WHERE (s.value #>> '{}')::timestamptz <= (excluded.value #>> '{}')::timestamptz`,
    [at],
  );
  return rowCount === 0;
}

/** Rules that have one of the given names. */
const rulesOf = (names: string) => `
  SELECT r.id FROM rule r JOIN ${names} g ON g.code = r.code
  UNION SELECT a.rule_id FROM rule_alias a JOIN ${names} g ON g.code = a.alias WHERE a.rule_id > 0`;

async function writeKev(client: PoolClient, whole: boolean): Promise<string> {
  await client.query(
    `INSERT INTO exploitation AS x (code, kev, kev_added_at, kev_due_at)
       SELECT DISTINCT ON (code) code, true, added, due FROM given ORDER BY code, added
     ON CONFLICT (code) DO UPDATE SET kev = true, kev_added_at = excluded.kev_added_at, kev_due_at = excluded.kev_due_at
     WHERE (x.kev, x.kev_added_at, x.kev_due_at) IS DISTINCT FROM (true, excluded.kev_added_at, excluded.kev_due_at)`,
  );
  // Those that a whole list lacks are looked at as well.
  await client.query(
    `WITH gone AS (UPDATE exploitation x SET kev = false WHERE $1 AND x.kev
       AND NOT EXISTS (SELECT 1 FROM given g WHERE g.code = x.code) RETURNING code)
     INSERT INTO given (code) SELECT code FROM gone`,
    [whole],
  );
  return rulesOf("given");
}

async function writeEpss(client: PoolClient, at: string): Promise<string> {
  await client.query(
    `INSERT INTO exploitation AS x (code, epss, percentile, epss_at)
       SELECT DISTINCT ON (code) code, epss, percentile, coalesce(at, $1::timestamptz) FROM given ORDER BY code, at DESC NULLS LAST
     ON CONFLICT (code) DO UPDATE SET epss = excluded.epss, percentile = excluded.percentile, epss_at = excluded.epss_at
     WHERE (x.epss_at IS NULL OR x.epss_at <= excluded.epss_at)
       AND (x.epss, x.percentile) IS DISTINCT FROM (excluded.epss, excluded.percentile)`,
    [at],
  );
  return rulesOf("given");
}

const PIECE = 256 * 1024;

/** Streams the rows into `given`; waits for the server, so memory stays at a piece. */
async function stage(client: PoolClient, items: AsyncIterable<Item>) {
  const told = {
    header: null as HeaderItem | null,
    rows: 0,
    whole: false,
    skipped: [] as { reason: string; count: number }[],
    warnings: [] as string[],
  };
  const stream = client.query(copyFrom("COPY given FROM STDIN"));
  const finishedCopy = new Promise<void>((resolve, reject) => {
    stream.on("finish", resolve);
    stream.on("error", reject);
  });
  let piece = "";
  try {
    for await (const item of items) {
      if (item.type === "header") told.header = item;
      else if (item.type === "whole_list") told.whole = true;
      else if (item.type === "skipped") told.skipped.push({ reason: item.reason, count: item.count });
      else if (item.type === "warning") told.warnings.push(item.message);
      if (item.type !== "exploitation") continue;
      told.rows++;
      piece += line(item);
      if (piece.length < PIECE) continue;
      if (!stream.write(piece))
        await Promise.race([new Promise((resolve) => stream.once("drain", resolve)), finishedCopy]);
      piece = "";
    }
  } catch (error) {
    // The file broke off: the copy ends here, and the caller's transaction undoes it.
    stream.end();
    await finishedCopy.catch(() => {});
    throw error;
  }
  stream.end(piece);
  await finishedCopy;
  return told;
}

const or = (value: string | number | null | undefined) => value ?? "\\N";

/** Codes, days and times were checked by the importer: nothing in them needs an escape. */
function line({ code, kev, epss, percentile, at }: ExploitationItem): string {
  return `${code}\t${or(kev?.addedAt)}\t${or(kev?.dueAt)}\t${or(epss)}\t${or(percentile)}\t${or(at)}\n`;
}

function finished(report: Claimed, { format }: Reference, done: Written, started: number, dryRun: boolean) {
  const { header, at, findings, skipped, warnings } = done;
  return {
    ...{ state: "done" as const, format, tool: header.tool, toolVersion: header.toolVersion, observedAt: at },
    ...{ dated: Boolean(header.observedAt ?? report.options.observedAt), scopes: 0, findings: 0, names: null },
    result: {
      ...{ created: 0, reopened: 0, closed: 0, updated: findings, unchanged: 0, held: false, heldClosures: 0 },
      ...{ detections: { new: 0, changed: 0, gone: 0, same: 0 }, raw: 0, findings: 0, skipped, warnings, dryRun },
      ms: Date.now() - started,
    },
  };
}
