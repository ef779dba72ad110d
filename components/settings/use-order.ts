"use client";

import { useState } from "react";

/** `id` in the place of `at`, the others in their order. */
export function movedTo(ids: readonly number[], id: number, at: number): number[] {
  const others = ids.filter((other) => other !== id);
  const place = Math.max(0, Math.min(at, others.length));
  return [...others.slice(0, place), id, ...others.slice(place)];
}

/** An order of things that people change before it is saved. `ids` null: as it is. */
export function useOrder<T extends { id: number }>(rows: T[]) {
  const [ids, setIds] = useState<number[] | null>(null);
  const now = rows.map(({ id }) => id);
  const known = new Map(rows.map((row) => [row.id, row]));
  // What was added or removed meanwhile makes the order void.
  const valid = ids !== null && ids.length === now.length && ids.every((id) => known.has(id)) ? ids : null;
  const changed = valid?.some((id, index) => id !== now[index]) ? valid : null;
  return {
    ids: changed,
    rows: (changed ?? now).map((id) => known.get(id) as T),
    move: (id: number, at: number) => setIds(movedTo(valid ?? now, id, at)),
    clear: () => setIds(null),
  };
}
