import { severities } from "@/lib/domain/vocabulary";

const counts = severities.list.map((word) => `"${word}"`);

/** Columns of `posture_day` and of all that has its shape: what a row of a posture is made of. */
export const folded = [
  ...counts,
  ...["present", "accepted", "accepted_points", "exposed_kev", "fixable", "points"],
] as const;

/**
 * Sums over rows `x` of that shape as the columns of a `Cell`; with `-` taken back. Sums of points are whole
 * numbers that a double holds exactly, and are added as such in half the time.
 */
export function summed(sign: "" | "-" = ""): string {
  return [
    ...counts.map((name) => `${sign}sum(x.${name})::int AS ${name}`),
    `${sign}sum(x.present)::int AS present, ${sign}sum(x.points::float8) AS points, ${sign}sum(x.accepted_points::float8) AS accepted`,
    `${sign}sum(x.exposed_kev)::int AS "exposedKev", ${sign}sum(x.fixable)::int AS fixable`,
  ].join(", ");
}
