import type { Pool } from "pg";
import type { ImportProcess } from "./child";
import type { Shape } from "./fixture";
import type { Row } from "./table";

/** What the measurements share. */
export interface Stage {
  pool: Pool;
  shape: Shape;
  clusters: number[];
  teams: number[];
  workers: ImportProcess;
  /** L in rows a second. */
  limit: number;
  rows: Row[];
  say(text: string): void;
}

/** ISO time of the n-th day of the story; every scan has a later one. */
export const day = (n: number) => new Date(Date.UTC(2026, 8, 1) + n * 86_400_000).toISOString();
