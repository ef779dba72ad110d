/** A remediation as the issue of its team shows it: what every member of the team may read anyway. */
export interface TicketFacts {
  id: number;
  title: string;
  team: string;
  state: string;
  dueAt: Date | null;
  open: number;
  total: number;
  /** Page of it; null where the installation does not say its address. */
  url: string | null;
  findings: readonly { rule: string; severity: string; asset: string; open: boolean }[];
}

/** Names come from reports and people: as code they cannot become links, marks or mentions. */
const code = (text: string) => `\`${text.replace(/[`\r\n]/g, " ").slice(0, 200)}\``;

export const markerOf = (id: number): string => `<!-- parapet:remediation:${id} -->`;

/** Markdown of the issue, and its title. */
export function ticketText(facts: TicketFacts): { title: string; body: string; marker: string } {
  const marker = markerOf(facts.id);
  const rest = facts.total - facts.findings.length;
  const lines = [
    `${facts.open} of ${facts.total} findings are open. Team ${code(facts.team)}, ${facts.state.replaceAll("_", " ")}${facts.dueAt ? `, due ${facts.dueAt.toISOString().slice(0, 10)}` : ""}.`,
    facts.url ?? "",
    facts.findings
      .map(({ rule, severity, asset, open }) => `- [${open ? " " : "x"}] ${code(rule)} (${severity}) in ${code(asset)}`)
      .concat(rest > 0 ? [`- and ${rest} more`] : [])
      .join("\n"),
    "Closing this issue says that it is fixed; the next scan verifies it. What a scan still finds opens it again.",
    marker,
  ];
  return {
    title: facts.title.replace(/[\r\n]+/g, " ").slice(0, 200),
    body: lines.filter(Boolean).join("\n\n"),
    marker,
  };
}
