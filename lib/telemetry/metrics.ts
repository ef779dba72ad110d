import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** Every metric that Parapet exposes. Times are in seconds, as Prometheus wants them. */
export interface Metrics {
  readonly registry: Registry;
  /** Finished imports by format and outcome (`done`, `held`, `failed`). */
  readonly imports: Counter<"format" | "state">;
  /** Whole import, from taking the job up to merged. */
  readonly importSeconds: Histogram<"format">;
  /** The merge transaction alone. */
  readonly mergeSeconds: Histogram;
  /** Finding rows created, changed or closed. */
  readonly findingsWritten: Counter;
  /** Jobs that wait or run, read from the queue when scraped. */
  readonly queueJobs: Gauge<"task">;
  readonly httpSeconds: Histogram<"route" | "method" | "status">;
  readonly poolTotal: Gauge;
  readonly poolIdle: Gauge;
  readonly poolWaiting: Gauge;
}

const globals = globalThis as typeof globalThis & { parapetMetrics?: Metrics };

/** One set per process, shared by the web server and the worker in it. */
export function metrics(): Metrics {
  globals.parapetMetrics ??= build();
  return globals.parapetMetrics;
}

function build(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const long = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
  const short = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
  return {
    registry,
    imports: new Counter({
      name: "parapet_imports_total",
      help: "Finished imports by format and outcome.",
      labelNames: ["format", "state"],
      registers,
    }),
    importSeconds: new Histogram({
      name: "parapet_import_seconds",
      help: "Time from taking up an import to its end.",
      labelNames: ["format"],
      buckets: long,
      registers,
    }),
    mergeSeconds: new Histogram({
      name: "parapet_merge_seconds",
      help: "Time of the merge transaction of an import.",
      buckets: long,
      registers,
    }),
    findingsWritten: new Counter({
      name: "parapet_findings_written_total",
      help: "Finding rows created, changed or closed by imports.",
      registers,
    }),
    queueJobs: new Gauge({
      name: "parapet_queue_jobs",
      help: "Jobs that wait or run, by task.",
      labelNames: ["task"],
      registers,
    }),
    httpSeconds: new Histogram({
      name: "parapet_http_seconds",
      help: "Time to answer an API request.",
      labelNames: ["route", "method", "status"],
      buckets: short,
      registers,
    }),
    poolTotal: new Gauge({ name: "parapet_pool_total", help: "Open database connections.", registers }),
    poolIdle: new Gauge({ name: "parapet_pool_idle", help: "Database connections without work.", registers }),
    poolWaiting: new Gauge({
      name: "parapet_pool_waiting",
      help: "Requests that wait for a database connection.",
      registers,
    }),
  };
}
