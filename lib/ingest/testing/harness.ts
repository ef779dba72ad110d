import { type TestDatabase, testDatabase } from "../../db/testing/database";
import { mergeReports, type Prepared } from "../merge";
import type { MergeCounts } from "../types";

export interface Harness {
  db: TestDatabase;
  /** Merges in one transaction; the counts in the order given. `undo` rolls everything back, as a dry run does. */
  merge(reports: Prepared[], undo?: boolean): Promise<MergeCounts[]>;
  cluster(slug: string): Promise<{ id: number; slug: string }>;
  team(slug: string): Promise<number>;
  nextReport(): string;
  close(): Promise<void>;
}

class Undone extends Error {}

export async function harness(): Promise<Harness> {
  const db = await testDatabase();
  const { pool } = db;
  let reports = 0;
  const made = async (table: string, slug: string) => {
    const { rows } = await pool.query<{ id: number }>(
      `INSERT INTO ${table} (slug, name) VALUES ($1, $1) ON CONFLICT (slug) DO UPDATE SET name = excluded.name RETURNING id`,
      [slug],
    );
    return (rows[0] as { id: number }).id;
  };
  return {
    db,
    async merge(prepared, undo = false) {
      let counts = new Map<string, MergeCounts>();
      const client = await pool.connect();
      try {
        await mergeReports({ pool, client }, prepared, async (merged) => {
          counts = merged;
          if (undo) throw new Undone();
        });
      } catch (error) {
        if (!(error instanceof Undone)) throw error;
      } finally {
        client.release();
      }
      return prepared.map((report) => counts.get(report.reportId) as MergeCounts);
    },
    cluster: async (slug) => ({ id: await made("cluster", slug), slug }),
    team: (slug) => made("team", slug),
    nextReport: () => String(++reports),
    close: () => db.close(),
  };
}
