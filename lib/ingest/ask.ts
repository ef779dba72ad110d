import type { Pool, PoolClient } from "pg";

/** A statement that reads, with parameters from $1 on. Its rows come as JSON: times are texts. */
export interface Question<Row> {
  text: string;
  values: unknown[];
  /** For the type alone. */
  row?: Row;
}

type Answers<Rows extends unknown[]> = { [K in keyof Rows]: Rows[K][] };

/**
 * Asks several things in one statement, which costs both sides a fraction of one each. Rows in the order of each.
 * @param name of the statement; the same questions in the same order each time
 */
export async function askTogether<Rows extends unknown[]>(
  db: Pool | PoolClient,
  name: string,
  questions: { [K in keyof Rows]: Question<Rows[K]> },
): Promise<Answers<Rows>> {
  const values: unknown[] = [];
  const parts = questions.map((question, n) => {
    const before = values.length;
    values.push(...question.values);
    const text = question.text.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + before}`);
    return `(SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM (${text}) x) AS a${n}`;
  });
  const { rows } = await db.query<Record<string, unknown[]>>({ name, text: `SELECT ${parts.join(", ")}`, values });
  return questions.map((_, n) => rows[0]?.[`a${n}`] ?? []) as Answers<Rows>;
}
