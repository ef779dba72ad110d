import type { TableData } from "@/components/charts/csv";
import type { PostureRow } from "@/lib/client/contract/posture";
import { areas } from "@/lib/domain/vocabulary";
import { areaName } from "./area-words";

const round = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);

/** The heat map as plain numbers: unknown stays empty, never nought. */
export function postureTable(rows: PostureRow[], noun: string): TableData {
  return {
    head: [
      noun,
      ...areas.list.map((area) => areaName[area]),
      "All",
      "Change in 7 days",
      "Coverage %",
      "Findings",
      "Points",
      "Accepted points",
      "Exposed KEV",
    ],
    rows: rows.map((row) => [
      row.name,
      ...areas.list.map((area) => round(row.areas[area].score)),
      round(row.overall.score),
      round(row.overall.change),
      Math.round(row.overall.coverage * 100),
      row.findings,
      row.overall.points,
      row.overall.acceptedPoints,
      row.overall.exposedKev,
    ]),
  };
}
