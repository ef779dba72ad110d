import type { Run } from "@/lib/db/read";

const MOST = 12;

/** What the tools say that is to be done about the rules of a fix, each once. Only rules of parts that the reader may see. */
export async function remediationsOf(run: Run, fixId: number): Promise<string[]> {
  const rows = await run<{ text: string }>({
    name: "fix-remediations",
    text: `SELECT DISTINCT r.remediation AS text FROM fix_part p CROSS JOIN LATERAL unnest(p.rules) k(rule) JOIN rule r ON r.id = k.rule
      WHERE p.fix_id = $1 AND r.remediation IS NOT NULL AND r.kind <> 0 ORDER BY 1 LIMIT ${MOST}`,
    values: [fixId],
  });
  return rows.map(({ text }) => text);
}
