import { observe, planFaults } from "../../queries/testing/plans";
import type { Read, ReadKind } from "../reads";
import { readsOf } from "../reads";
import { drain, upload } from "../run";
import { day, type Stage } from "../stage";
import { percentile } from "../table";
import { reports } from "./imports";

const titles: Record<ReadKind, string> = {
  posture: "posture pages (overview, cluster, team)",
  past: "trends, a past day, sources",
  list: "findings list (readers × filters × sorts × first and deep page)",
  inventory: "inventory (components, workloads)",
  work: "fixes, remediations, exceptions",
  count: "facets and counts",
  search: "text search, CVE search",
};

/** Milliseconds of one read. */
async function timed(read: { run(): Promise<unknown> }): Promise<number> {
  const start = performance.now();
  await read.run();
  return performance.now() - start;
}

/** Milliseconds that a read may take on the server, at p95 (DESIGN §9). */
const MOST = 50;
const RUNS = 5;

type Part = Pick<Stage, "pool" | "rows" | "say">;

/** Each read some times, warm; the table shows p95 over all of a kind, and the slowest read by its median. */
export async function measureReads({ pool, rows, say }: Part): Promise<Read[]> {
  say("reads");
  const reads = await readsOf(pool);
  const byKind = new Map<ReadKind, number[]>();
  const medians = new Map<ReadKind, Record<string, number>>();
  const slow = new Map<ReadKind, number>();
  const slowest = new Map<ReadKind, { name: string; ms: number }>();
  for (const read of reads) {
    await timed(read);
    const times: number[] = [];
    for (let i = 0; i < RUNS; i++) times.push(await timed(read));
    byKind.set(read.kind, [...(byKind.get(read.kind) ?? []), ...times]);
    const median = percentile(times, 0.5);
    medians.set(read.kind, { ...medians.get(read.kind), [read.name]: median });
    if (median > MOST) slow.set(read.kind, (slow.get(read.kind) ?? 0) + 1);
    if (median > (slowest.get(read.kind)?.ms ?? -1)) slowest.set(read.kind, { name: read.name, ms: median });
  }
  for (const [kind, times] of byKind) {
    const worst = slowest.get(kind);
    rows.push({
      name: titles[kind],
      what: `p95 of ${times.length} runs of ${times.length / RUNS} reads, ${slow.get(kind) ?? 0} of them above ${MOST} ms; p50 ${percentile(times, 0.5).toFixed(1)} ms; slowest: ${worst?.name} ${worst?.ms.toFixed(1)} ms`,
      seconds: null,
      value: percentile(times, 0.95),
      unit: "ms",
      target: { most: MOST },
      parts: medians.get(kind),
    });
  }
  return reads;
}

/** Every read once more, with the plan of each of its statements: how many break a rule of lib/queries/testing/plans.ts. */
export async function measurePlans({ rows, say }: Part, reads: Read[]): Promise<void> {
  say("plans");
  const faults: string[] = [];
  let statements = 0;
  for (const read of reads) {
    const observed = await observe(read.run);
    statements += observed.length;
    for (const fault of observed.flatMap(planFaults).slice(0, 1)) faults.push(`${read.name}: ${fault}`);
  }
  rows.push({
    name: "plans that scan all findings, or sort more than was looked up",
    what: `${statements} statements of ${reads.length} reads${faults[0] ? `; ${faults[0].slice(0, 150)}` : ""}`,
    seconds: null,
    value: faults.length,
    unit: "plans",
    target: { most: 0 },
  });
}

/** The same reads with and without the policies, which are switched off for the while on this database. */
export async function measurePolicies({ pool, rows, say }: Part, reads: Read[]): Promise<void> {
  say("row-level security");
  const { rows: tables } = await pool.query<{ name: string }>(
    "SELECT quote_ident(relname) AS name FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace",
  );
  const policies = (word: "ENABLE" | "DISABLE") =>
    pool.query(tables.map(({ name }) => `ALTER TABLE ${name} ${word} ROW LEVEL SECURITY`).join("; "));
  const lists = reads.filter(
    ({ kind, name }) => kind === "list" && name.startsWith("devops") && !name.includes("deep"),
  );
  const posture = reads.filter(({ kind }) => kind === "posture");
  const measured = { guarded: new Map<Read, number[]>(), open: new Map<Read, number[]>() };
  const round = async (into: Map<Read, number[]>) => {
    for (const read of [...lists, ...posture]) {
      const times = into.get(read) ?? [];
      for (let i = 0; i < 4; i++) times.push(await timed(read));
      into.set(read, times);
    }
  };
  // In turns, so that what else the machine does in the meantime weighs on both.
  for (let turn = 0; turn < 2; turn++) {
    await round(measured.guarded);
    await policies("DISABLE");
    await round(measured.open).finally(() => policies("ENABLE"));
  }
  const sum = (of: Map<Read, number[]>, some: Read[]) =>
    some.reduce((total, read) => total + percentile(of.get(read) ?? [], 0.5), 0);
  const [onLists, onPosture] = [lists, posture].map((some) => ({
    guarded: sum(measured.guarded, some),
    open: sum(measured.open, some),
  })) as [Record<"guarded" | "open", number>, Record<"guarded" | "open", number>];
  rows.push({
    name: "row-level security on lists",
    what: `${lists.length} lists of a devops reader, sum of medians ${onLists.guarded.toFixed(0)} against ${onLists.open.toFixed(0)} ms`,
    seconds: null,
    value: onLists.guarded / onLists.open,
    unit: "× plain",
    target: { most: 2.5 },
  });
  rows.push({
    name: "row-level security on posture",
    what: `${posture.length} pages of both readers, sum of medians ${onPosture.guarded.toFixed(1)} against ${onPosture.open.toFixed(1)} ms`,
    seconds: null,
    value: onPosture.guarded / onPosture.open,
    unit: "× plain",
    target: { most: 1.3 },
  });
}

/** A mix of reads, one after the other, idle and while two imports run. */
export async function measureContention(stage: Stage, reads: Read[]): Promise<void> {
  stage.say("reads while imports run");
  const mix = reads.filter(({ kind, name }, i) => kind !== "list" || (i % 5 === 0 && !name.includes("deep")));
  const idle: number[] = [];
  for (let i = 0; i < 5; i++) for (const read of mix) idle.push(await timed(read));
  await upload(stage.pool, reports(stage, { createdAt: day(6), churn: 0.02 }));
  const busy: number[] = [];
  let running = true;
  const imports = drain(stage.pool, stage.workers).finally(() => {
    running = false;
  });
  while (running) for (const read of mix) if (running) busy.push(await timed(read));
  await imports;
  const [before, during] = [percentile(idle, 0.99), percentile(busy, 0.99)];
  stage.rows.push({
    name: "reads while 2 imports run, p99",
    what: `${busy.length} reads of ${mix.length} kinds: p99 ${during.toFixed(1)} ms, idle ${before.toFixed(1)} ms; p50 ${percentile(busy, 0.5).toFixed(1)}, idle ${percentile(idle, 0.5).toFixed(1)}`,
    seconds: null,
    value: during / before,
    unit: "× idle",
    target: { most: 3 },
  });
}
