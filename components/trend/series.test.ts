import { expect, test } from "vitest";
import { trends } from "@/components/testing/trends";
import { knownBefore } from "./change";
import { markedDays, openTable, pointsOf } from "./series";

const to = "2026-11-27";

test("days before history are gaps and not noughts, in the picture and in the table", () => {
  const young = trends(to, { young: true });
  const points = pointsOf(young);
  expect(
    points.slice(0, 5).every(({ total, score, critical }) => total === null && score === null && critical === null),
  ).toBe(true);
  expect(points.slice(5).every(({ total }) => total !== null)).toBe(true);
  expect(points.every(({ previousTotal }) => previousTotal === null)).toBe(true);
  expect(openTable(young).rows[0]?.slice(1)).toEqual(Array(12).fill(null));
  expect(knownBefore(young)).toBe("none");
  expect(knownBefore(trends(to))).toBe("whole");
});

test("the severities of a day add up to what is open, and fixed goes downwards", () => {
  for (const point of pointsOf(trends(to))) {
    const sum = (["critical", "high", "medium", "low", "info", "unknown"] as const).reduce(
      (n, one) => n + (point[one] ?? 0),
      0,
    );
    expect(sum).toBe(point.total);
    expect(point.fixed).toBeLessThanOrEqual(0);
  }
});

test("events are numbered by the point that they fall into", () => {
  const marks = markedDays(trends(to));
  expect(marks.map(({ number, day }) => [number, day])).toEqual([
    [1, "2026-11-06"],
    [2, "2026-11-17"],
  ]);
  const weekly = { ...trends(to), series: trends(to).series.filter((_, index) => index % 7 === 6) };
  expect(markedDays(weekly)[0]?.day).toBe("2026-11-11");
});
