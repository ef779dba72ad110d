import { pool } from "../db/pool";
import { openImportProcess } from "./child";
import { shapeFor } from "./fixture";
import { empty, filled, sizes } from "./fleet";
import { growth } from "./growth";
import { exploited, ownership, rollOut } from "./measure/changes";
import { firstImport, importsAgain } from "./measure/imports";
import { memory } from "./measure/memory";
import { measureContention, measurePlans, measurePolicies, measureReads } from "./measure/reads";
import { type BenchOptions, benchOptions } from "./options";
import { makeTeams } from "./owners";
import { makeClusters, settle } from "./run";
import { isMet, type Row, table } from "./table";

/**
 * Runs the benchmark on the migrated database that DATABASE_URL names and prints its table. What is in the database
 * is lost.
 * @param args the command line after `npm run bench --`
 * @returns exit code: 0 also when a target is missed, which the table says
 */
export async function runBench(args: string[]): Promise<number> {
  let options: BenchOptions;
  try {
    options = benchOptions(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const say = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text} …`);
  const rows: Row[] = [];
  if (options.readOnly) {
    await filled(options, say);
    rows.push(await sizes(pool()));
    const reads = await measureReads({ pool: pool(), rows, say });
    await measurePlans({ pool: pool(), rows, say }, reads);
    await measurePolicies({ pool: pool(), rows, say }, reads);
    if (options.against) rows.push(...growth(options.against, options.findings, rows));
  } else {
    await empty(pool());
    await measureAll(options, rows, say);
  }
  const missed = rows.filter((row) => isMet(row) === false).length;
  if (options.json) console.log(JSON.stringify({ findings: options.findings, missed, rows: rows.map(withVerdict) }));
  else console.log(`${table(rows)}\n\n${missed === 0 ? "All targets are met." : `${missed} targets are missed.`}`);
  return 0;
}

const withVerdict = (row: Row) => ({ ...row, name: row.name.trim(), met: isMet(row) });

async function measureAll(options: BenchOptions, rows: Row[], say: (text: string) => void): Promise<void> {
  const shape = shapeFor(options.findings);
  say("inventory");
  const workers = await openImportProcess();
  try {
    const teams = await makeTeams(pool());
    const clusters = await makeClusters(pool(), shape.clusters);
    const stage = { pool: pool(), shape, clusters, teams, workers, limit: 1, rows, say };
    await firstImport(stage);
    await importsAgain(stage);
    await rollOut(stage);
    await exploited(stage);
    await ownership(stage);
    await settle(pool(), clusters);
    const reads = await measureReads(stage);
    await measurePlans(stage, reads);
    await measurePolicies(stage, reads);
    await measureContention(stage, reads);
    await memory(stage, options.bigReport);
  } finally {
    await workers.stop();
  }
}
