import type { Clock } from "../clock";
import { clusters } from "../company/company";
import type { DemoReport } from "./report";
import { type Build, buildScan } from "./sources";

/** Teams whose pipelines scan what they build, and with what. */
const scanners: Readonly<Record<string, "trivy" | "grype">> = {
  ...{ checkout: "trivy", payments: "trivy", web: "trivy" },
  ...{ identity: "grype", logistics: "grype" },
};
const scannerOf = (image: string) => scanners[image.split("/")[0] ?? ""];

/** Builds that never went out as such. */
const more: Build[] = [
  { image: "checkout/promo-engine", tag: "0.8.2", ago: 86 },
  { image: "data/airflow", tag: "2.7.3-2", ago: 31 },
  { image: "data/airflow", tag: "2.7.3-2", ago: 14 },
  { image: "data/airflow", tag: "2.7.3-2", ago: 2, half: true },
];

/** A scan of each version that rolls out, on the day before it does so anywhere. */
export function allBuilds(clock: Clock): DemoReport[] {
  const first = new Map<string, Build>();
  for (const { image, releases } of clusters.flatMap(({ workloads }) => workloads.flatMap((one) => one.containers))) {
    const scanner = scannerOf(image);
    if (!scanner) continue;
    for (const { from, to: tag } of releases) {
      const known = first.get(`${image}:${tag}`);
      // The repair of today came in a hurry, past the scan.
      if (Number.isFinite(from) && from > 0 && (known?.ago ?? 0) <= from)
        first.set(`${image}:${tag}`, { image, tag, ago: from + 1, scanner });
    }
  }
  return [...first.values(), ...more].map((build) => buildScan(build, clock));
}
