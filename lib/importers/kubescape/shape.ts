/** Lists below a framework's report (format version 1): controls, their rules, and what those said. */
const controls = [["controlReports", "*", "ruleReports", "*", "ruleResponses"]];

/** Arrays to split, for `splitJson`: one report, or a list of them. */
export const arrays: string[][] = [
  [],
  ["resources"],
  ["results"],
  ["*", "resources"],
  ["*", "results"],
  ...controls,
  ...controls.map((path) => ["*", ...path]),
  ...controls.map((path) => ["frameworks", "*", ...path]),
  ...controls.map((path) => ["*", "frameworks", "*", ...path]),
];
