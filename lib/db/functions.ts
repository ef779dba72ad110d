import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Client } from "pg";
import { fingerprint } from "../domain/identity/fingerprint";
import { projectRoot } from "./schema-engine";

/** Where the database notes which of them it has. */
const KEY = "functions";

/**
 * The SQL functions of the database, each defined once, in `prisma/functions`: a change of one is a change of its text there,
 * not another copy of it in another migration. (Migrations from before hold the copies that they were made with.)
 */
export async function readFunctions(root = projectRoot()): Promise<string> {
  const directory = path.join(root, "prisma/functions");
  const names = (await readdir(directory)).filter((name) => name.endsWith(".sql")).sort();
  const files = await Promise.all(names.map((name) => readFile(path.join(directory, name), "utf8")));
  return files.join("\n");
}

/**
 * Gives the database the functions of this version, all at once or none, where it has others. True where it had.
 * To be called after the migrations and under their lock. Arguments and results of a function that is there can't be
 * changed so (PostgreSQL refuses it, and says which): its file, or a migration, has to drop it first.
 */
export async function applyFunctions(client: Client): Promise<boolean> {
  const text = await readFunctions();
  const digest = fingerprint(text);
  const { rows } = await client.query("SELECT 1 FROM setting WHERE key = $1 AND value = to_jsonb($2::text)", [
    KEY,
    digest,
  ]);
  if (rows.length > 0) return false;
  await client.query("BEGIN");
  try {
    // They call each other, and a check at their making would make their order matter.
    await client.query("SET LOCAL check_function_bodies = off; SET LOCAL client_min_messages = warning");
    await client.query(text);
    await client.query(
      "INSERT INTO setting (key, value) VALUES ($1, to_jsonb($2::text)) ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()",
      [KEY, digest],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
  return true;
}
