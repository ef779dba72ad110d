import type { ReportOptions } from "@/lib/services/report/receive";

/** A report of the demo's past: a file as a tool writes it, and what its sender says with it. */
export interface DemoReport {
  /** When it was sent. */
  at: Date;
  /** Slug; null: about sources or images that run nowhere that anybody knows of. */
  cluster: string | null;
  fileName: string;
  options: ReportOptions;
  /** Made when it is sent: all of them together would be large. */
  body(): string;
}

/** Reports that may be taken in any order, and what follows them. */
export interface Step {
  /** Days before today. */
  ago: number;
  at: Date;
  reports: DemoReport[];
  /** ISO dates of the days that end after it. */
  snapshots: string[];
}
