import { notFound } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { all, Parameters } from "../sql";
import { visible } from "../visible";
import { type Matched, matched, summedUp } from "./preview";
import { type ExceptionRecord, exceptionRecords } from "./row";

export interface LostRecord {
  id: string;
  reason: number;
  at: Date;
}

export interface ExceptionDetailRecord extends ExceptionRecord {
  /** What it decides on; while pending, what it would. */
  covers: Matched;
  lost: LostRecord[];
}

const PENDING = 0;
const APPROVED = 1;
const SHOWN = 20;
const nothing: Matched = { count: { value: 0, atLeast: false }, decided: 0, points: 0, severity: null, rows: [] };

/** One exception with what it covers now, within the reader's scope. Throws not_found. */
export async function exceptionDetail(scope: Scope, id: number): Promise<ExceptionDetailRecord> {
  return reading(scope, async (run) => {
    const p = new Parameters();
    const [row] = await exceptionRecords(run, scope, p, [`x.id = ${p.add(id, "int")}`], 1);
    if (!row) throw notFound("This exception");
    return { ...row, covers: await coverOf(run, scope, row), lost: await lostOf(run, scope, id) };
  });
}

async function coverOf(run: Run, scope: Scope, row: ExceptionRecord): Promise<Matched> {
  if (row.state === PENDING) return matched(run, scope, row);
  return row.state === APPROVED ? covered(run, scope, row.id) : nothing;
}

async function covered(run: Run, scope: Scope, id: number): Promise<Matched> {
  const p = new Parameters();
  const from = `finding_exception l JOIN finding f ON f.id = l.finding_id WHERE ${all([
    ...[`l.exception_id = ${p.add(id, "int")}`, "f.presence = 0"],
    ...visible(scope, p, "l"),
  ])}`;
  const sum = await summedUp(run, scope, from, p);
  return { ...sum, decided: sum.count.value };
}

async function lostOf(run: Run, scope: Scope, id: number): Promise<LostRecord[]> {
  const p = new Parameters();
  const conditions = [`o.exception_id = ${p.add(id, "int")}`, ...visible(scope, p, "f")];
  return run<LostRecord>({
    text: `SELECT f.id::text, o.reason, o.at FROM exception_lost o JOIN finding f ON f.id = o.finding_id
      WHERE ${all(conditions)} ORDER BY o.at DESC, f.id LIMIT ${SHOWN}`,
    values: p.values,
  });
}
