import { existsSync, statfsSync } from "node:fs";
import { totalmem } from "node:os";

const MiB = 1024 ** 2;

function sharedMemoryIsSmall(): boolean {
  if (process.platform !== "linux") return false;
  if (!existsSync("/dev/shm")) return true;
  const { blocks, bsize } = statfsSync("/dev/shm");
  return blocks * bsize < 256 * MiB;
}

/**
 * Server settings for a database that shares the machine with the application.
 * @param temporary true for tests: nothing has to outlive a crash, so nothing waits for the disk
 * @returns PostgreSQL setting → value
 */
export function serverSettings(temporary: boolean, memory = totalmem()): Record<string, string> {
  // A million findings with their indexes take about 900 MB: where they do not fit, each change waits for the page that
  // has to make room.
  const buffers = temporary
    ? Math.max(32, Math.min(128, Math.floor(memory / 16 / MiB)))
    : Math.max(32, Math.min(2048, Math.floor(memory / 8 / MiB)));
  return {
    listen_addresses: "127.0.0.1",
    max_connections: "120",
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${Math.floor(memory / 2 / MiB)}MB`,
    maintenance_work_mem: `${Math.min(256, buffers)}MB`,
    // Pages are written out ahead of need, by a process of their own.
    bgwriter_delay: "50ms",
    bgwriter_lru_maxpages: "1000",
    checkpoint_timeout: "15min",
    work_mem: "16MB",
    max_wal_size: "4GB",
    random_page_cost: "1.1",
    // The queries are short; compiling one costs more than it saves.
    jit: "off",
    shared_preload_libraries: "pg_stat_statements",
    // Each COPY of a report names it: a statement of its own, of which there would soon be too many.
    "pg_stat_statements.track_utility": "off",
    timezone: "UTC",
    log_timezone: "UTC",
    // Containers often have 64 MB of /dev/shm, too little for a parallel hash join.
    ...(sharedMemoryIsSmall() ? { dynamic_shared_memory_type: "mmap" } : {}),
    ...(temporary ? { fsync: "off", full_page_writes: "off", synchronous_commit: "off" } : {}),
  };
}
