import { notFound } from "@/lib/authz/refusal";

/** The only item; `not_found` when there is none, for example because another request removed it meanwhile. */
export function one<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw notFound();
  return item;
}
