import type { Clock } from "../clock";
import { repositories } from "../facts/repositories";
import { semgrepSarif } from "../write/sarif";
import type { DemoReport } from "./report";

/** Each repository every other week, when its pipeline looks at the code. */
export const codeScans = (clock: Clock): DemoReport[] =>
  repositories.flatMap(({ name }, index) =>
    [0, 1, 2, 3, 4, 5, 6].map((nth): DemoReport => {
      const ago = 87 - (index % 3) - 14 * nth;
      const at = clock.at(ago, 10);
      return {
        ...{ at, ago, cluster: null, fileName: `semgrep-${name.replace("/", "-")}.sarif`, options: {} },
        body: () => `${JSON.stringify(semgrepSarif(name, ago, at))}\n`,
      };
    }),
  );
