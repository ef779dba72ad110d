import type { PoolClient, QueryConfig } from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** One row of the staging table `chg`. */
export interface Change {
  scopeId: number;
  assetId: number;
  ruleId: number;
  loc: bigint;
  /** 1 said, 2 no longer said, 3 an older report said it too, 4 events to add. */
  op: 1 | 2 | 3 | 4;
  at: string;
  reportId: string | null;
  said?: {
    content: bigint;
    toolId: number;
    severity: number;
    severitySource: number;
    fixState: number;
    evidence: string;
  };
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function line({ scopeId, assetId, ruleId, loc, op, at, reportId, said }: Change): string {
  const start = `${scopeId}\t${assetId}\t${ruleId}\t${loc}\t${op}`;
  const report = reportId ?? "\\N";
  if (!said) return `${start}\t\\N\t${at}\t${report}\t\\N\t\\N\t\\N\t\\N\t\\N\n`;
  const evidence = said.evidence.replace(/[\\\t\n\r]/g, (found) => ESCAPES[found] as string);
  return `${start}\t${said.content}\t${at}\t${report}\t${said.toolId}\t${said.severity}\t${said.severitySource}\t${said.fixState}\t${evidence}\n`;
}

/** The same as JSON. Numbers of 64 bits are more than JavaScript's own can hold. */
function json({ scopeId, assetId, ruleId, loc, op, at, reportId, said }: Change): string {
  const start = `{"s":${scopeId},"a":${assetId},"r":${ruleId},"l":${loc},"o":${op},"t":${JSON.stringify(at)},"p":${reportId}`;
  if (!said) return `${start}}`;
  const { content, toolId, severity, severitySource, fixState, evidence } = said;
  return `${start},"c":${content},"w":${toolId},"x":${severity},"y":${severitySource},"f":${fixState},"e":${evidence}}`;
}

const PIECE = 256 * 1024;

/** So many go in one statement: a COPY waits for the server twice. */
const FEW = 1000;

/**
 * Writes changes into the staging table; many are streamed and wait for the server, so memory stays at a piece.
 * @returns the statement that does it, where they are few
 */
export async function stage(client: PoolClient, changes: readonly Change[]): Promise<QueryConfig | null> {
  if (changes.length === 0) return null;
  if (changes.length > FEW) {
    await copy(client, changes);
    return null;
  }
  return {
    name: "stage",
    text: `INSERT INTO chg (scope_id, asset_id, rule_id, loc, op, content_hash, at, report_id, tool_id, severity, severity_source, fix_state, evidence)
           SELECT s, a, r, l, o, c, t, p, w, x, y, f, e FROM jsonb_to_recordset($1::jsonb) g(s int, a int, r int, l bigint, o smallint,
             c bigint, t timestamptz, p bigint, w smallint, x smallint, y smallint, f smallint, e jsonb)`,
    values: [`[${changes.map(json).join(",")}]`],
  };
}

async function copy(client: PoolClient, changes: readonly Change[]): Promise<void> {
  const stream = client.query(copyFrom("COPY chg FROM STDIN"));
  const finished = new Promise<void>((resolve, reject) => {
    stream.on("finish", resolve);
    stream.on("error", reject);
  });
  let piece = "";
  for (const change of changes) {
    piece += line(change);
    if (piece.length < PIECE) continue;
    if (!stream.write(piece)) await Promise.race([new Promise((resolve) => stream.once("drain", resolve)), finished]);
    piece = "";
  }
  stream.end(piece);
  await finished;
}
