import { pool } from "@/lib/db/pool";

export interface Readiness {
  database: boolean;
  /** Every migration that was begun has ended. */
  migrations: boolean;
  /** A worker lives, in this process or another. */
  worker: boolean;
}

/** Advisory locks that living workers hold; see lib/jobs/liveness.ts. */
const ALIVE = 72_010;

/** Can this process serve, and is somebody there to do the work? Never throws. */
export async function readiness(): Promise<Readiness> {
  try {
    const { rows } = await pool().query<{ migrations: boolean; worker: boolean }>(
      `SELECT NOT EXISTS (SELECT 1 FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL)
           AND EXISTS (SELECT 1 FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS migrations,
         EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2 AND granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS worker`,
      [ALIVE],
    );
    return { database: true, migrations: rows[0]?.migrations ?? false, worker: rows[0]?.worker ?? false };
  } catch {
    return { database: false, migrations: false, worker: false };
  }
}
