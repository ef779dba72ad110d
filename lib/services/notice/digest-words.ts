import { type Severity, severities } from "@/lib/domain/vocabulary";
import type { DigestNews, Tally } from "@/lib/queries/notice/digest";

export interface DigestWords {
  title: string;
  text: string | null;
  lines: { text: string; path: string }[];
  path: string;
  severity: Severity | null;
}

const number = (n: number) => n.toLocaleString("en");
const findings = (n: number) => `${number(n)} finding${n === 1 ? "" : "s"}`;
const worstFirst = [...severities.list].reverse();

/** "2 critical, 5 high" of the two worst severities that there are. */
function worst({ bySeverity }: Pick<Tally, "bySeverity">): string {
  const found = worstFirst.filter((severity) => (bySeverity[severity] ?? 0) > 0);
  return found
    .slice(0, 2)
    .map((severity) => `${number(bySeverity[severity] ?? 0)} ${severity}`)
    .join(", ");
}

const known = (kev: number) => (kev > 0 ? `, ${number(kev)} known to be exploited` : "");
const query = (name: string, value: string) => `/findings?${name}=${encodeURIComponent(value)}&sort=newest`;

/** The digest in sentences, the worst first; null: nothing happened. */
export function digestWords(news: DigestNews): DigestWords | null {
  const { fresh, baseline, rules, assets, teams } = news;
  const lines = [
    ...rules.map((rule) => ({
      text: `${rule.code} (${[rule.severity, rule.kev ? "known to be exploited" : "", rule.exposed ? "exposed" : ""].filter(Boolean).join(", ")}): ${findings(rule.findings)} on ${number(rule.workloads)} workload${rule.workloads === 1 ? "" : "s"}`,
      path: query("q", rule.code),
    })),
    ...assets.map((one) => ({
      text: `${one.name}: ${line(one)}${one.fix ? `; fix: ${one.fix.title}` : ""}`,
      path: one.fix ? `/fixes?fix=${one.fix.id}` : query("asset", one.name ?? ""),
    })),
    ...teams.map((one) => ({ text: `Team ${one.name}: ${line(one)}`, path: query("team", one.slug ?? "") })),
    ...baseline.map((one) => ({
      text: `First look at ${one.name ?? "what runs in no cluster"}: ${line(one)}`,
      path: query("cluster", one.slug ?? "none"),
    })),
    ...counted(news.listed, "became known to be exploited", "/findings?kev=true"),
    ...counted(news.reopened, "came back", "/findings?sort=newest"),
    ...counted(news.overdue, "became overdue", "/findings?due=breached&sort=due"),
    ...counted(news.dueSoon, "will be due within a week", "/findings?due=soon&sort=due"),
    ...counted(news.fixed, "fixed", "/trends"),
  ];
  const happened = lines.length > 1 || (lines.length === 1 && news.dueSoon === 0);
  if (!happened) return null;
  const shown = worstFirst.find((severity) => (fresh.bySeverity[severity] ?? 0) > 0) ?? null;
  return { ...heading(news), lines, path: "/findings?sort=newest", severity: shown };
}

const line = (one: Tally) => `${findings(one.findings)} (${worst(one)})${known(one.kev)}`;

function counted(n: number, what: string, path: string): { text: string; path: string }[] {
  return n === 0 ? [] : [{ text: `${findings(n)} ${what}`, path }];
}

function heading({ fresh, baseline, overdue, reopened, fixed }: DigestNews): { title: string; text: string | null } {
  const first = baseline.reduce((sum, one) => sum + one.findings, 0);
  const seen = first > 0 ? `${findings(first)} on first looks` : null;
  if (fresh.findings > 0)
    return {
      title: `${number(fresh.findings)} new ${fresh.findings === 1 ? "finding" : "findings"}: ${worst(fresh)}${known(fresh.kev)}`,
      text: seen,
    };
  if (seen) return { title: seen, text: "A first look is a baseline: nothing of it is told one by one." };
  const parts = [
    overdue && `${number(overdue)} overdue`,
    reopened && `${number(reopened)} came back`,
    fixed && `${number(fixed)} fixed`,
  ];
  return { title: `No new findings; ${parts.filter(Boolean).join(", ") || "some changed"}`, text: null };
}
