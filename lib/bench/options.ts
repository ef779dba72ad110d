export interface BenchOptions {
  /** About how many findings. */
  findings: number;
  /** Fill by SQL and measure reads alone: for sizes that would take long to import. */
  readOnly: boolean;
  /** Measure reads of what an earlier run with `--read-only` left, where that is of this size. */
  keep: boolean;
  /** Clusters of a fleet that is filled by SQL: as many at every size, so that sizes compare. */
  clusters: number;
  /** With fixes worked out, which takes minutes a million. */
  fixes: boolean;
  /** Where a run at another size left its `--json`: how the figures grew since. */
  against: string | null;
  json: boolean;
  /** Size in bytes of the one big report whose memory is measured; 0 leaves it out. */
  bigReport: number;
}

export const usage = `npm run bench [-- options]
  --findings N     about how many findings (default 100000)
  --read-only      fill the database by SQL and measure reads alone
  --keep           with --read-only: take what an earlier run of this size filled, if it is still there
  --clusters N     with --read-only: clusters of the fleet (default 40)
  --fixes          with --read-only: work fixes out too (minutes a million), for their pages
  --against FILE   compare with what a run with --json printed into this file
  --big-report MB  size of the report whose memory is measured (default 200, 0: leave it out)
  --json           one JSON object instead of the table`;

/** Throws a sentence when an option is not known or has no number. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const options: BenchOptions = {
    findings: 100_000,
    readOnly: false,
    keep: false,
    clusters: 40,
    fixes: false,
    against: null,
    json: false,
    bigReport: 200e6,
  };
  for (let i = 0; i < args.length; i++) {
    const [name, joined] = (args[i] as string).split("=", 2) as [string, string | undefined];
    const number = () => {
      const value = Number(joined ?? args[++i]);
      if (!Number.isFinite(value) || value < 0) throw new Error(`${name} needs a number`);
      return value;
    };
    if (name === "--findings") options.findings = Math.max(2000, number());
    else if (name === "--big-report") options.bigReport = number() * 1e6;
    else if (name === "--read-only") options.readOnly = true;
    else if (name === "--clusters") options.clusters = Math.max(1, number());
    else if (name === "--fixes") options.fixes = true;
    else if (name === "--against") options.against = joined ?? args[++i] ?? null;
    else if (name === "--keep") options.keep = true;
    else if (name === "--json") options.json = true;
    else throw new Error(`bench knows no ${name}\n${usage}`);
  }
  return options;
}
