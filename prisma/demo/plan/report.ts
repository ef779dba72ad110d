import type { ReportOptions } from "@/lib/services/report/receive";

/** A report of the demo's past: a file as a tool writes it, and what its sender says with it. */
export interface DemoReport {
  /** When it was sent. */
  at: Date;
  /** Days before today on which that was. */
  ago: number;
  /** Slug; null: about sources or images that run nowhere that anybody knows of. */
  cluster: string | null;
  fileName: string;
  options: ReportOptions;
  /** Made when it is sent: all of them together would be large. */
  body(): string;
}

/** Reports that may be taken in any order; with the last step of a day, the day ends. */
export interface Step {
  /** Days before today. */
  ago: number;
  at: Date;
  reports: DemoReport[];
  endsDay: boolean;
}
