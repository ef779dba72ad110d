import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { type EmbeddedDatabase, startEmbedded } from "../embedded/start";
import { migrate } from "../migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection string of a migrated database that `testDatabase` copies. */
    templateDatabase: string;
  }
}

/** Where the tests' server is: the one that PARAPET_TEST_DATABASE_URL names, else an embedded one for this run. */
async function openServer(): Promise<EmbeddedDatabase> {
  const given = process.env.PARAPET_TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  return startEmbedded({ directory: mkdtempSync(path.join(tmpdir(), "parapet-test-")), temporary: true });
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Makes one migrated database for the whole run; each test file gets a copy, which takes some tens of milliseconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer();
  const name = `parapet_template_${process.pid}`;
  const template = new URL(server.url);
  template.pathname = `/${name}`;
  try {
    await execute(server.url, `DROP DATABASE IF EXISTS ${name}`);
    await execute(server.url, `CREATE DATABASE ${name}`);
    await migrate(template.href);
    await execute(server.url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("templateDatabase", template.href);
  return async () => {
    await execute(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.stop();
  };
}
