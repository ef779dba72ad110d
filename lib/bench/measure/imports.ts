import { type ImportProcess, openImportProcess } from "../child";
import { inventory, placesOf, trivyReport } from "../fixture";
import { copyLimit } from "../limit";
import { drain, dropLeftovers, outcome, totals, type Upload, upload } from "../run";
import { day, type Stage } from "../stage";
import { logBytes, watchRows } from "../watch";

type Options = Parameters<typeof trivyReport>[2];

/** A report of every image, sent by the first cluster that runs it. */
export function* reports({ shape, clusters }: Stage, options: Options, every = 1): Generator<Upload> {
  for (let image = 0; image < shape.images; image += every) {
    const clusterId = clusters[placesOf(image, shape.clusters)[0] as number] as number;
    yield { clusterId, text: trivyReport(shape, image, options) };
  }
}

/** Inventory, then everything for the first time. Sets the limit, which is a copy of the detections that came of it. */
export async function firstImport(stage: Stage): Promise<void> {
  const { pool, shape, clusters, workers } = stage;
  await upload(
    pool,
    clusters.map((clusterId, n) => ({ clusterId, text: inventory(shape, n) })),
  );
  await drain(pool, workers);
  stage.say("first import");
  const ids = await upload(pool, reports(stage, { createdAt: day(1) }));
  const log = await logBytes(pool);
  const seconds = await drain(pool, workers);
  const written = (await logBytes(pool)) - log;
  await expectNone(stage, ids);
  const { findings, detections } = await totals(pool);
  const limit = await copyLimit(pool);
  stage.limit = limit.rowsPerSecond;
  stage.rows.push(
    {
      name: "L: COPY of the detections, no index, no log",
      what: `${limit.rows.toLocaleString("en-GB")} rows of ${limit.width} bytes`,
      seconds: limit.rows / limit.rowsPerSecond,
      value: limit.rowsPerSecond,
      unit: "/s",
      target: null,
    },
    {
      name: "first import, bytes to merged",
      what: `${ids.length} reports, ${detections} detections, ${findings} findings, ${Math.round(written / 1e6)} MB log`,
      seconds,
      value: detections / seconds / stage.limit,
      unit: "× L",
      target: { least: 0.02, wanted: 0.05 },
    },
    {
      name: "  findings written",
      what: "",
      seconds,
      value: findings / seconds,
      unit: "/s",
      target: null,
    },
  );
  await pool.query("VACUUM (ANALYZE)");
}

interface Again {
  name: string;
  options: Options;
  target: { least: number; wanted?: number };
  single?: boolean;
  /** Nothing of detections and findings may be written. */
  untouched?: boolean;
}

/** Imports that bring little or nothing new. */
export async function importsAgain(stage: Stage): Promise<void> {
  const list: Again[] = [
    { name: "identical bytes", options: { createdAt: day(1) }, target: { least: 1.5 }, untouched: true },
    { name: "same content, other bytes", options: { createdAt: day(2) }, target: { least: 0.5 }, untouched: true },
    {
      name: "98 % unchanged, in batches",
      options: { createdAt: day(3), churn: 0.02 },
      target: { least: 0.2, wanted: 0.3 },
    },
    {
      name: "98 % unchanged (the 2 % return), one a transaction",
      options: { createdAt: day(4) },
      target: { least: 0.1, wanted: 0.3 },
      single: true,
    },
  ];
  for (const item of list) await importAgain(stage, item);
}

/** After so many reports of its own a process is as fast as it gets: code is compiled, and plans are made. */
const WARM = 600;

/** A process that merges one report a transaction, and has done so for a while. */
async function openSingly(stage: Stage): Promise<ImportProcess> {
  const workers = await openImportProcess({ PARAPET_IMPORT_BATCH: "1" });
  const { images } = stage.shape;
  const every = Math.max(1, Math.floor(images / WARM));
  for (let sent = 0, round = 1; sent < WARM; sent += Math.ceil(images / every), round++) {
    await upload(stage.pool, reports(stage, { createdAt: day(3 + round / 100), churn: 0.02 + round / 1000 }, every));
    await drain(stage.pool, workers);
  }
  return workers;
}

async function importAgain(stage: Stage, again: Again): Promise<void> {
  const { pool, shape } = stage;
  stage.say(again.name);
  const workers = again.single ? await openSingly(stage) : stage.workers;
  const ids = await upload(pool, reports(stage, again.options));
  await dropLeftovers(pool);
  const before = await limitNow(stage);
  const written = await watchRows(pool);
  const log = await logBytes(pool);
  const seconds = await drain(pool, workers);
  const bytes = (await logBytes(pool)) - log;
  const rows = await written();
  const limit = (before + (await limitNow(stage))) / 2;
  if (again.single) await workers.stop();
  await expectNone(stage, ids);
  const { created, reopened, closed, unchanged } = await outcome(pool, ids);
  const detections = ids.length * shape.perImage;
  const counts = `${created} created, ${reopened} reopened, ${closed} closed, ${unchanged} unchanged`;
  stage.rows.push({
    name: again.name,
    what: `${ids.length} reports, ${detections} entries: ${counts}; ${(bytes / 1e6).toFixed(1)} MB log; L ${Math.round(limit)}${again.single ? `; the process had merged about ${WARM} before` : ""}`,
    seconds,
    value: detections / seconds / limit,
    unit: "× L",
    target: again.target,
  });
  stage.rows.push({
    name: "  rows of detection and finding written",
    what: "",
    seconds: null,
    value: rows,
    unit: "rows",
    target: again.untouched ? { most: 0 } : null,
  });
}

/** L before and after each step: what else the machine does in the meantime then weighs on both. */
async function limitNow({ pool }: Stage): Promise<number> {
  return (await copyLimit(pool, 50_000)).rowsPerSecond;
}

export async function expectNone(stage: Stage, ids: string[]): Promise<void> {
  const { failed } = await outcome(stage.pool, ids);
  if (failed) throw new Error(`${failed} of ${ids.length} imports of the benchmark failed`);
}
