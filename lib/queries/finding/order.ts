import type { Parameters } from "../sql";

export type FindingSort = "risk" | "newest" | "due";

/** Sort values of the last row shown. Times are milliseconds; `due` null: the rest, which has no due date. */
export type FindingCursor =
  | { sort: "risk"; severity: number; points: number; id: number }
  | { sort: "newest"; firstSeenAt: number; id: number }
  | { sort: "due"; dueAt: number | null; id: number };

/** A row of a page before its names are looked up: its id and what the sort compares. */
export interface Key {
  id: number;
  severity?: number;
  points?: number;
  first_seen_at?: Date;
  due_at?: Date | null;
}

/** Columns of `Key` per sort. The index of the sort has them, so that no row is fetched for them. */
export const keyColumns: Readonly<Record<FindingSort, string>> = {
  risk: "f.id, f.severity, f.points",
  newest: "f.id, f.first_seen_at",
  due: "f.id, f.due_at",
};

export function cursorOf(sort: FindingSort, row: Key): FindingCursor {
  if (sort === "risk") return { sort, severity: row.severity ?? 0, points: row.points ?? 0, id: row.id };
  if (sort === "newest") return { sort, firstSeenAt: row.first_seen_at?.getTime() ?? 0, id: row.id };
  return { sort, dueAt: row.due_at?.getTime() ?? null, id: row.id };
}

/** The whole order, for a set that is sorted in memory. */
export const orderBy: Readonly<Record<FindingSort, string>> = {
  risk: "severity DESC, points DESC, id DESC",
  newest: "first_seen_at DESC, id DESC",
  due: "due_at ASC NULLS LAST, id ASC",
};

const time = (ms: number) => new Date(ms).toISOString();

/** What comes after the cursor, in the whole order. */
export function after(cursor: FindingCursor | null, p: Parameters, alias: string): string[] {
  if (cursor === null) return [];
  const id = p.add(cursor.id, "bigint");
  const a = alias;
  if (cursor.sort === "risk") {
    const [severity, points] = [p.add(cursor.severity, "smallint"), p.add(cursor.points, "int")];
    return [`(${a}.severity, ${a}.points, ${a}.id) < (${severity}, ${points}, ${id})`];
  }
  if (cursor.sort === "newest")
    return [`(${a}.first_seen_at, ${a}.id) < (${p.add(time(cursor.firstSeenAt), "timestamptz")}, ${id})`];
  if (cursor.dueAt === null) return [`${a}.due_at IS NULL AND ${a}.id > ${id}`];
  return [`(${a}.due_at IS NULL OR (${a}.due_at, ${a}.id) > (${p.add(time(cursor.dueAt), "timestamptz")}, ${id}))`];
}

/** One stretch of a list that an index has in order. The passes of a sort follow each other. */
export interface Pass {
  sort: FindingSort;
  /** Only this severity, where the pass is of one. */
  severity: number | null;
  /** Where in the pass to go on: null from its start. */
  cursor: FindingCursor | null;
  conditions(p: Parameters, alias: string): string[];
  order: string;
  /** Which of those with the same points come first does not matter. */
  anyOfEqual?: boolean;
}

/** The passes of a list from the cursor on. */
export function passes(sort: FindingSort, severities: readonly number[], cursor: FindingCursor | null): Pass[] {
  if (sort === "risk") {
    const from = cursor?.sort === "risk" ? cursor.severity : Number.POSITIVE_INFINITY;
    return [...severities]
      .sort((a, b) => b - a)
      .filter((severity) => severity <= from)
      .map((severity) => ({
        sort,
        severity,
        cursor: severity === from ? cursor : null,
        order: "points DESC, id DESC",
        conditions: (p, a) => [
          `${a}.severity = ${severity}`,
          ...(cursor?.sort === "risk" && severity === from
            ? [`(${a}.points, ${a}.id) < (${p.add(cursor.points, "int")}, ${p.add(cursor.id, "bigint")})`]
            : []),
        ],
      }));
  }
  if (sort === "newest") {
    return [
      { sort, severity: null, cursor, order: "first_seen_at DESC, id DESC", conditions: (p, a) => after(cursor, p, a) },
    ];
  }
  const dated: Pass = {
    sort,
    severity: null,
    cursor,
    order: "due_at ASC, id ASC",
    conditions: (p, a) => {
      if (cursor?.sort !== "due" || cursor.dueAt === null) return [`${a}.due_at IS NOT NULL`];
      return [`(${a}.due_at, ${a}.id) > (${p.add(time(cursor.dueAt), "timestamptz")}, ${p.add(cursor.id, "bigint")})`];
    },
  };
  const undated: Pass = {
    sort,
    severity: null,
    cursor,
    // As the index has it: without the column that is always null the planner would not see that it is in order.
    order: "due_at ASC, id ASC",
    conditions: (p, a) => [
      `${a}.due_at IS NULL`,
      ...(cursor?.sort === "due" && cursor.dueAt === null ? [`${a}.id > ${p.add(cursor.id, "bigint")}`] : []),
    ],
  };
  return cursor?.sort === "due" && cursor.dueAt === null ? [undated] : [dated, undated];
}

/** The part of a dated or undated pass that comes no later than a row. */
export function dueUpTo(pass: Pass, { due_at, id }: Key): Pass {
  const bound = (p: Parameters, a: string) =>
    due_at ? `${a}.due_at <= ${p.add(due_at.toISOString(), "timestamptz")}` : `${a}.id <= ${p.add(id, "bigint")}`;
  return { ...pass, conditions: (p, a) => [...pass.conditions(p, a), bound(p, a)] };
}

export function byDue(a: Key, b: Key): number {
  return (a.due_at?.getTime() ?? 0) - (b.due_at?.getTime() ?? 0) || a.id - b.id;
}
