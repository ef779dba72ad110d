import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { openPool } from "../pool";

export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  /** Ends the pool and drops the database. */
  close(): Promise<void>;
}

/** Copies need the template to have no session, so one waits for the other. */
const COPYING = 7_202_212;

async function onServer(url: string, sql: string): Promise<void> {
  const server = new URL(url);
  server.pathname = "/postgres";
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [COPYING]);
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * A migrated database of the caller's own, empty of everything but what the migrations put there.
 * It also becomes this process's DATABASE_URL, so that code that uses the shared pool finds it.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const template = inject("templateDatabase");
  const name = `parapet_test_${randomBytes(6).toString("hex")}`;
  await onServer(template, `CREATE DATABASE ${name} TEMPLATE ${new URL(template).pathname.slice(1)}`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  process.env.DATABASE_URL = url.href;
  const pool = openPool(url.href);
  const close = async () => {
    await pool.end();
    await onServer(template, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return { url: url.href, pool, close };
}
