import type { Run } from "@/lib/db/read";

/**
 * The id that a finding goes by now. Where two turned out to be one (a rule's alias was learnt, its workloads came to one
 * team, two assets are the same), links to either lead to the one that stayed. null: it never was anything, or became what
 * the reader may not see.
 */
export async function becameOf(run: Run, id: string): Promise<string | null> {
  const [past] = await run<{ id: string }>({
    name: "finding-became",
    text: "SELECT into_id::text AS id FROM finding_past WHERE id = $1::bigint",
    values: [id],
  });
  return past?.id ?? null;
}
