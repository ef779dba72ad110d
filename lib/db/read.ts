import type { QueryResultRow } from "pg";
import { pool } from "./pool";

/** What row-level security is told: team ids, or "*" for a reader of everything. Only lib/authz makes one. */
export interface ReadScope {
  readonly teams: "*" | readonly number[];
  readonly userId: number | null;
  /** A token follows the imports that it started itself. */
  readonly tokenId?: number | null;
}

export interface Statement {
  /** Names the prepared statement; unique per text. Leave out when the text varies. */
  name?: string;
  text: string;
  values?: unknown[];
}

/** Runs one statement of a read and gives its rows. */
export type Run = <Row extends QueryResultRow>(statement: Statement) => Promise<Row[]>;

/**
 * Every read of the product runs here: in a read-only transaction that sees one moment, as a role that owns nothing,
 * with the reader's scope as a local setting that the policies of the tables compare with.
 * Without helpers of the server: starting them takes longer than a short read.
 * The queries state the scope in their own WHERE as well, since a policy's OR cannot use an index.
 */
export async function reading<T>(scope: ReadScope, work: (run: Run) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  try {
    const teams = scope.teams === "*" ? "*" : scope.teams.map(Number).join(",");
    const user = scope.userId === null ? "0" : String(Number(scope.userId));
    const token = scope.tokenId ? String(Number(scope.tokenId)) : "0";
    await client.query(
      `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL ROLE parapet_read;
       SET LOCAL parapet.teams = '${teams}'; SET LOCAL parapet.user_id = '${user}';
       SET LOCAL parapet.token_id = '${token}'; SET LOCAL max_parallel_workers_per_gather = 0`,
    );
    const result = await work(async (statement) => (await client.query(statement)).rows);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** `reading` for statements that are known beforehand: the rows of each. */
export async function read<Row extends QueryResultRow>(scope: ReadScope, ...statements: Statement[]): Promise<Row[][]> {
  return reading(scope, async (run) => {
    const results: Row[][] = [];
    for (const statement of statements) results.push(await run<Row>(statement));
    return results;
  });
}
