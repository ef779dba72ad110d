import type { Pool, PoolClient } from "pg";
import type { SlaMatrix, SlaPolicyBody } from "@/lib/client/contract/sla";
import { type Severity, severities } from "@/lib/domain/vocabulary";

interface Row {
  environment: string;
  severity: number;
  exploited: boolean;
  days: number | null;
}

const empty = () => Object.fromEntries(severities.list.map((severity) => [severity, null])) as SlaMatrix["days"];

/** The policy as it is stored. */
export async function loadPolicy(db: Pool | PoolClient): Promise<SlaPolicyBody> {
  const { rows } = await db.query<Row>(
    `SELECT environment, severity, exploited, days FROM sla_policy ORDER BY environment COLLATE "C"`,
  );
  const matrices = new Map<string, SlaMatrix>([["", { days: empty(), exploited: empty() }]]);
  for (const { environment, severity, exploited, days } of rows) {
    const matrix = matrices.get(environment) ?? { days: empty(), exploited: empty() };
    matrices.set(environment, matrix);
    matrix[exploited ? "exploited" : "days"][severities.word(severity)] = days;
  }
  const { "": matrix, ...named } = Object.fromEntries(matrices);
  return {
    matrix: matrix as SlaMatrix,
    environments: Object.entries(named).map(([name, of]) => ({ name, matrix: of })),
  };
}

/** The rows of a policy. */
export const policyRows = ({ matrix, environments }: SlaPolicyBody): Row[] =>
  [{ name: "", matrix }, ...environments].flatMap(({ name: environment, matrix: of }) =>
    severities.list.flatMap((word) => {
      const severity = severities.code(word);
      return [
        { environment, severity, exploited: false, days: of.days[word] },
        { environment, severity, exploited: true, days: of.exploited[word] },
      ];
    }),
  );

/** The form in which due_row() finds a cell: names, the first "", and their days one after the other. */
export function policyArrays({ matrix, environments }: SlaPolicyBody): { names: string[]; days: (number | null)[] } {
  const all = [{ name: "", matrix }, ...environments];
  const cells = (of: SlaMatrix) => severities.list.flatMap((word: Severity) => [of.days[word], of.exploited[word]]);
  return { names: all.map(({ name }) => name), days: all.flatMap((of) => cells(of.matrix)) };
}
