/**
 * Which folder may import which: the direction that keeps rules, data access, HTTP and screens apart. `biome.json` says
 * the same to editors as far as patterns can; a test holds both to this table.
 */
export const layers: Record<string, readonly string[]> = {
  "lib/domain": [],
  "lib/telemetry": ["lib/domain"],
  "lib/client": ["lib/domain"],
  "lib/authz": ["lib/domain", "lib/telemetry"],
  "lib/importers": ["lib/domain"],
  "lib/db": ["lib/domain", "lib/authz", "lib/telemetry"],
  "lib/queries": ["lib/domain", "lib/authz", "lib/db", "lib/telemetry"],
  // What is asked of the queue; the tasks that answer are above the services.
  "lib/jobs": ["lib/domain", "lib/db", "lib/telemetry"],
  "lib/ingest": ["lib/domain", "lib/importers", "lib/authz", "lib/db", "lib/jobs", "lib/telemetry"],
  "lib/services": [
    "lib/domain",
    "lib/authz",
    "lib/db",
    "lib/queries",
    "lib/importers",
    "lib/ingest",
    "lib/jobs",
    "lib/client",
    "lib/telemetry",
  ],
  "lib/jobs/tasks": [
    "lib/domain",
    "lib/authz",
    "lib/db",
    "lib/queries",
    "lib/ingest",
    "lib/services",
    "lib/jobs",
    "lib/telemetry",
  ],
  "lib/api": ["lib/domain", "lib/authz", "lib/queries", "lib/services", "lib/client", "lib/telemetry"],
  components: ["lib/client", "lib/domain"],
  app: [
    "components",
    "lib/api",
    "lib/authz",
    "lib/client",
    "lib/domain",
    "lib/queries",
    "lib/services",
    "lib/telemetry",
  ],
};

/** The worker starts the tasks, so it stands with them although it lies beside the queue. */
const withTasks = /^lib\/jobs\/(tasks\/|worker)/;

/**
 * The layer of a file, or null for one that may import anything: tests, the command line, configuration.
 * @param file path from the root, with forward slashes
 */
export function layerOf(file: string): string | null {
  if (/\.test\.tsx?$|\/testing\//.test(file)) return null;
  if (withTasks.test(file)) return "lib/jobs/tasks";
  const [first = "", second = ""] = file.split("/");
  const name = first === "lib" ? `lib/${second}` : first;
  return name in layers ? name : null;
}

/**
 * The layer that an import reaches into, or null for packages and for folders outside the table.
 * @param target path from the root
 */
export function targetLayer(target: string): string | null {
  if (withTasks.test(`${target}/`)) return "lib/jobs/tasks";
  return /^lib\/[^/]+|^(app|components)(?=\/|$)/.exec(target)?.[0] ?? null;
}

/** Whether a file of one layer may import from another. */
export function mayImport(from: string, to: string): boolean {
  return from === to || (layers[from]?.includes(to) ?? true);
}
