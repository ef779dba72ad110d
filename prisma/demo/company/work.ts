import type { Work } from "@/lib/domain/vocabulary";

/** What somebody takes up on a day: so many of the worst findings that their team can fix. */
export interface Task {
  who: string;
  team: string;
  most: number;
  work: Work;
  /** Somebody else's, by e-mail; left out: their own. */
  assignee?: string;
  /** Only findings of this rule. */
  rule?: string;
}

const at = (name: string) => `${name}@northgate.example`;

/** Leads who look at their queue each week, on their day: what they begin, and what they hand in to be verified. */
const weekly: readonly [who: string, team: string, weekday: number, begin: number, handIn: number][] = [
  ["devops", "checkout", 1, 2, 1],
  ["j.berg", "payments", 2, 2, 1],
  ["c.dubois", "web", 3, 1, 1],
  ["n.adeyemi", "identity", 4, 1, 1],
  ["r.santos", "logistics", 5, 3, 1],
  ["v.kumar", "search", 6, 1, 1],
  ["y.cohen", "ml", 0, 3, 2],
  ["s.okafor", "platform", 1, 2, 1],
];

/** What happens once, by days ago. */
const once: Readonly<Record<number, Task[]>> = {
  41: [{ who: at("v.kumar"), team: "search", most: 5, work: "in_progress" }],
  15: [{ who: at("r.santos"), team: "logistics", most: 6, work: "in_progress", assignee: at("e.novak") }],
  2: [{ who: at("a.tanaka"), team: "data", most: 5, work: "in_progress" }],
  1: [
    { who: at("c.dubois"), team: "web", most: 6, work: "in_progress", rule: "CVE-2025-55182" },
    { who: at("devops"), team: "checkout", most: 3, work: "in_progress" },
    { who: at("devops"), team: "checkout", most: 2, work: "awaiting_verification" },
    { who: at("devops"), team: "checkout", most: 3, work: "todo", assignee: at("l.fischer") },
    { who: at("j.berg"), team: "payments", most: 2, work: "in_progress", assignee: at("m.rossi") },
    { who: at("s.okafor"), team: "platform", most: 2, work: "in_progress" },
    { who: at("s.okafor"), team: "platform", most: 1, work: "awaiting_verification" },
  ],
};

export function tasksOf(ago: number): Task[] {
  const routine = weekly
    .filter(([, , weekday]) => ago % 7 === weekday)
    .flatMap(([who, team, , begin, handIn]): Task[] => [
      { who: at(who), team, most: handIn, work: "awaiting_verification" },
      { who: at(who), team, most: begin, work: "in_progress" },
    ]);
  return [...routine, ...(once[ago] ?? [])];
}
