import { expect, test } from "vitest";
import { daysIn } from "@/components/ui/day";
import { periodOf } from "./period";

const now = Date.parse("2026-11-27T23:30:00Z");
const at = (query: string) => periodOf(new URLSearchParams(query), now);

test("the last thirty days, unless the address says otherwise", () => {
  expect(at("")).toMatchObject({ name: "30", from: "2026-10-29", to: "2026-11-27", text: "the last 30 days" });
  expect(daysIn(at("").from, at("").to)).toBe(30);
  expect(at("period=7")).toMatchObject({ from: "2026-11-21", to: "2026-11-27" });
  expect(at("period=90")).toMatchObject({ from: "2026-08-30", ago: "90 days ago" });
  expect(at("period=11").name).toBe("30");
});

test("the quarter so far begins with the calendar's", () => {
  expect(at("period=quarter")).toMatchObject({ from: "2026-10-01", to: "2026-11-27", text: "this quarter" });
});

test("dates of one's own hold where they make sense, and end today at the latest", () => {
  expect(at("from=2026-09-01&to=2026-09-30")).toMatchObject({
    ...{ name: "custom", from: "2026-09-01", to: "2026-09-30" },
    text: "1 Sept 2026 to 30 Sept 2026",
  });
  expect(at("from=2026-11-01&to=2027-05-01").to).toBe("2026-11-27");
  for (const wrong of [
    "from=2026-09-30&to=2026-09-01",
    "from=2026-02-30&to=2026-03-01",
    "from=x&to=y",
    "from=2027-01-01&to=2027-01-02",
  ])
    expect(at(wrong).name).toBe("30");
});
