import type { Clock } from "../clock";
import { epssScores, kevCatalogue } from "../write/exploitation";
import type { DemoReport } from "./report";
import { daysOf } from "./rhythm";

/** What FIRST and CISA say of exploitation, fetched each week, and each day in the last fortnight. */
export const referenceLists = (clock: Clock): DemoReport[] =>
  daysOf({ weekday: 2 }).flatMap((ago): DemoReport[] => {
    const [scored, listed] = [clock.at(ago, 5.5), clock.at(ago, 6)];
    const common = { ago, cluster: null, options: {} };
    return [
      { ...common, at: scored, fileName: "epss_scores.csv", body: () => epssScores(ago, clock) },
      {
        ...common,
        at: listed,
        fileName: "known_exploited_vulnerabilities.json",
        body: () => `${JSON.stringify(kevCatalogue(ago, listed, clock))}\n`,
      },
    ];
  });
