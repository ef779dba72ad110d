import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import { applyFunctions } from "./functions";
import { applyMigrations } from "./schema-engine";

/** The queue keeps its own schema beside ours; what it logs while making it is of no use to anybody. */
const quiet = new Logger(() => () => {});

/** Any number that nothing else locks in this database. */
const LOCK = 7_202_211;

/**
 * Brings the database to the current schema; a second process waits for the first. Returns the names applied.
 * Throws an Error with one sentence when the database cannot be reached.
 */
export async function migrate(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`the database cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    const { rows } = await client.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    );
    if ((rows[0]?.version ?? 0) < 150_000) throw new Error("PostgreSQL 15 or newer is needed");
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const applied = await applyMigrations(connectionString);
    await applyFunctions(client);
    await runMigrations({ connectionString, logger: quiet });
    return applied;
  } finally {
    await client.end();
  }
}
