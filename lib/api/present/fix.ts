import type { FindingDetailRecord } from "@/lib/queries/finding/detail";

const MOST = 6;

/** The fix in one line, from what the tools say: packages to update, else the remediation of the rule; null if nobody says. */
export function fixOf({ evidence, rules }: FindingDetailRecord): { title: string; detail: string | null } | null {
  const updates = new Map<string, Set<string>>();
  for (const { body } of evidence) {
    if (body.fixed === undefined || body.package === undefined) continue;
    const name = String(body.package);
    const versions = updates.get(name) ?? new Set();
    for (const version of [body.fixed].flat()) versions.add(String(version));
    updates.set(name, versions);
  }
  if (updates.size > 0) {
    const list = [...updates].map(([name, versions]) => `${name} to ${[...versions].sort().join(" or ")}`);
    const more = list.length > MOST ? ` and ${list.length - MOST} more` : "";
    return { title: `Update ${list.slice(0, MOST).join(", ")}${more}`, detail: rules.remediation };
  }
  const [first, ...rest] = (rules.remediation ?? "").split("\n");
  return first ? { title: first, detail: rest.join("\n").trim() || null } : null;
}
