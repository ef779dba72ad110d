import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine as Engine } from "@prisma/schema-engine-wasm";
import { MigrationAdapter } from "./migration-adapter";

/**
 * Prisma Migrate as WebAssembly, so that no engine has to be downloaded: closed networks cannot reach
 * Prisma's binary host. It reads the ordinary `prisma/migrations` folder and keeps Prisma's own
 * `_prisma_migrations` table, so `prisma migrate deploy` goes on working for those who prefer it.
 */

const filters = { externalTables: [], externalEnums: [] };

export interface MigrationFiles {
  schema: string;
  migrationsList: Parameters<Engine["applyMigrations"]>[0]["migrationsList"];
}

/** Root of the installation: the folder that holds `prisma/schema.prisma`. */
export function projectRoot(): string {
  return process.env.PARAPET_ROOT ?? process.cwd();
}

export async function readMigrations(root = projectRoot()): Promise<MigrationFiles> {
  const schema = await readFile(path.join(root, "prisma/schema.prisma"), "utf8");
  const baseDir = path.join(root, "prisma/migrations");
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: await readFile(path.join(baseDir, name, "migration.sql"), "utf8") },
      },
    })),
  );
  const lockfile = { path: "migration_lock.toml", content: 'provider = "postgresql"\n' };
  return { schema, migrationsList: { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories } };
}

interface WasmBackground {
  SchemaEngine: { new: unknown };
  __wbg_set_wasm(exports: unknown): void;
}

type NewEngine = (
  options: { datamodels: [string, string][] },
  log: (line: string) => void,
  factory: ReturnType<typeof bindMigrationAwareSqlAdapterFactory>,
) => Promise<Engine>;

/** The engine starts a timer of ten seconds that it never clears: it must not hold up the end of the process. */
function idleTimers(background: object): Record<string, (...args: unknown[]) => unknown> {
  const timers = Object.entries(background).filter(([name]) => name.startsWith("__wbg_setTimeout"));
  return Object.fromEntries(
    timers.map(([name, start]) => [name, (...args: unknown[]) => (start(...args) as NodeJS.Timeout).unref()]),
  );
}

export async function openSchemaEngine(connectionString: string, schema: string): Promise<Engine> {
  // The package exports no path to its parts; the folder below the installation is stable.
  const directory = path.join(projectRoot(), "node_modules/@prisma/schema-engine-wasm");
  const url = pathToFileURL(path.join(directory, "schema_engine_bg.js")).href;
  const background = (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ url)) as WasmBackground;
  const module = new WebAssembly.Module(await readFile(path.join(directory, "schema_engine_bg.wasm")));
  const instance = new WebAssembly.Instance(module, {
    "./schema_engine_bg.js": { ...(background as unknown as WebAssembly.ModuleImports), ...idleTimers(background) },
  });
  background.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const factory = bindMigrationAwareSqlAdapterFactory(new MigrationAdapter(connectionString));
  const create = background.SchemaEngine.new as unknown as NewEngine;
  return create.call(background.SchemaEngine, { datamodels: [["schema.prisma", schema]] }, () => {}, factory);
}

/** SQL that makes `schema.prisma` from nothing: the base of the first migration, and one side of the drift check. */
export async function schemaScript(connectionString: string): Promise<string> {
  const { schema } = await readMigrations();
  const engine = await openSchemaEngine(connectionString, schema);
  try {
    const result = await engine.diff({
      from: { tag: "empty" },
      to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
      script: true,
      exitCode: true,
      filters,
    });
    return result.stdout ?? "";
  } finally {
    engine.free();
  }
}

export async function applyMigrations(connectionString: string): Promise<string[]> {
  const { schema, migrationsList } = await readMigrations();
  const engine = await openSchemaEngine(connectionString, schema);
  try {
    const result = await engine.applyMigrations({ migrationsList, filters });
    return result.appliedMigrationNames;
  } finally {
    engine.free();
  }
}
