import pg from "pg";

/**
 * What `schema.prisma` declares and the migrations made are compared in the catalogue: columns, defaults, keys and
 * plain indexes. Views, partial and expression indexes, policies and storage settings live in migrations alone,
 * functions in `prisma/functions`.
 */
const CATALOGUE = `
  SELECT 'column ' || table_name || '.' || column_name || ' ' || udt_name || ' '
      || coalesce(numeric_precision::text, '') || ' ' || coalesce(datetime_precision::text, '') || ' null:' || is_nullable
      || ' default:' || coalesce(column_default, '') AS line
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
      AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')
  UNION ALL
  SELECT 'index ' || pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = 'public'::regnamespace AND i.indpred IS NULL AND i.indexprs IS NULL
      AND c.relname <> '_prisma_migrations'
      AND NOT EXISTS (SELECT 1 FROM pg_opclass o WHERE o.oid = ANY (i.indclass) AND NOT o.opcdefault)
  UNION ALL
  SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'u') AND conrelid::regclass::text <> '_prisma_migrations'
  ORDER BY 1`;

async function catalogue(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(CATALOGUE);
    // Indexes over descending columns and INCLUDE lists cannot be declared in every case: they carry this mark.
    return rows.map((row) => row.line).filter((line) => !line.includes("_hot_idx"));
  } finally {
    await client.end();
  }
}

/** Lines that only one of two databases has, marked + (declared) and - (migrated). Empty: no drift. */
export async function drift(declared: string, migrated: string): Promise<string[]> {
  const [want, have] = await Promise.all([catalogue(declared), catalogue(migrated)]);
  return [
    ...want.filter((line) => !have.includes(line)).map((line) => `+ ${line}`),
    ...have.filter((line) => !want.includes(line)).map((line) => `- ${line}`),
  ];
}
