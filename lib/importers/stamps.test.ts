import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { importers } from "./registry";
import { stampsIn, stampsOf } from "./stamps";
import { itemsOf, sample, samplesFolder } from "./testing";

const cut = (text: string, names = ["CreatedAt", "ReportID"]) => {
  const bytes = Buffer.from(text);
  const { cuts, time } = stampsIn(bytes, names);
  return { texts: cuts.map(([from, to]) => bytes.toString("utf8", from, to)), time };
};

it("finds the texts of members at the top alone, whatever stands around them", () => {
  const time = "2026-01-02T03:04:05.000Z";
  expect(
    cut(`{ "ReportID" : "a\\"b", "x": {"CreatedAt": "no", "y": ["]", {}]}, "n": -1.5e3, "CreatedAt":"${time}", "z":[`),
  ).toEqual({
    texts: ['a\\"b', time],
    time,
  });
  expect(cut(`{"Results":["CreatedAt"],"CreatedAt":null}`)).toEqual({ texts: [], time: null });
});

it("takes nothing for a stamp that is none for sure", () => {
  const none = { texts: [], time: null };
  expect(cut(`{"CreatedAt":"2026-01-02T03:04:05Z","a":1,"CreatedAt":"2026-01-03T03:04:05Z"}`)).toEqual(none);
  expect(cut(`{"a" "CreatedAt":"2026-01-02T03:04:05Z"}`)).toEqual(none);
  expect(cut(`{"CreatedAt":"2026-01-02T03`)).toEqual(none);
  expect(cut(`{"a":[1,2`)).toEqual(none);
  expect(cut("{")).toEqual(none);
  // Of a format that has no stamps, or of none that is known.
  const other = Buffer.from('{"CreatedAt":"2026-01-02T03:04:05Z","ReportID":"x"}');
  expect(stampsOf(other, true).cuts).toEqual([]);
  expect(stampsOf(other, true, "kube-bench").cuts).toEqual([]);
});

for (const { format, stamps } of importers) {
  if (!stamps) continue;
  it(`${format} makes the same of a file whose stamps are others, but for the time of the header`, async () => {
    let found = 0;
    for (const name of readdirSync(new URL(`${format}/`, samplesFolder))) {
      const bytes = sample(`${format}/${name}`);
      const { cuts, time } = stampsOf(bytes, true, format);
      if (cuts.length === 0) continue;
      found++;
      const items = await itemsOf(bytes);
      expect(items[0]).toMatchObject({ type: "header", observedAt: time });
      let from = 0;
      let text = "";
      for (const [start, end] of cuts) {
        const other = bytes.toString("utf8", start, end) === "" ? "" : "2031-02-03T04:05:06Z";
        text += bytes.toString("utf8", from, start) + other;
        from = end;
      }
      const others = await itemsOf(text + bytes.toString("utf8", from));
      expect(others.slice(1)).toEqual(items.slice(1));
      expect({ ...others[0], observedAt: null }).toEqual({ ...items[0], observedAt: null });
    }
    expect(found).toBeGreaterThan(0);
  });
}
