import { type NoticeKind, noticeKinds } from "./kinds";

export type NoticeWords = Readonly<Record<string, unknown>>;

export interface NoticeMessage {
  /** One sentence. */
  title: string;
  /** A second one, or null. */
  text: string | null;
  /** Page about it, from the root: `/findings?finding=12`. */
  path: string;
}

interface Told {
  kind: NoticeKind;
  subject: string;
  data: NoticeWords;
}

/** What an event says to people, the same on every channel. Names and numbers only. */
export function messageOf({ kind, subject, data }: Told): NoticeMessage {
  const word = (name: string) =>
    typeof data[name] === "string" || typeof data[name] === "number" ? String(data[name]) : null;
  return {
    title: sentence(kind, word),
    text: word("reason") ?? word("text"),
    path: typeof data.path === "string" ? data.path : pathOf(subject, word("title")),
  };
}

type Word = (name: string) => string | null;

function sentence(kind: NoticeKind, word: Word): string {
  const title = word("title") ?? "something";
  const by = word("by");
  const cluster = word("cluster") ? ` in ${word("cluster")}` : "";
  switch (kind) {
    case "mention":
      return `${by ?? "Somebody"} mentioned you at ${title}`;
    case "assigned":
      return by ? `${by} assigned ${title} to you` : `${title} is assigned to you`;
    case "remediation_sent_back":
      return `A scan still finds it: ${title} goes back to work`;
    case "remediation_verified":
      return `Verified by the next scan: ${title}`;
    case "exception_requested":
      return `${by ?? "Somebody"} asks for an exception: ${title}`;
    case "exception_decided":
      return `Your exception is ${word("decision") ?? "decided"}: ${title}`;
    case "exception_expiring":
      return `An exception expires${word("end") ? ` on ${word("end")}` : " soon"}: ${title}`;
    case "exception_expired":
      return `An exception has ended: ${title}`;
    case "kev_listed":
      return `Known to be exploited from now on, and exposed: ${title}`;
    case "report_held":
      return `An import of ${title}${cluster} would close ${word("closures") ?? "many"} detections and waits for confirmation`;
    case "report_failed":
      return `An import of ${word("title") ?? "an unknown tool"}${cluster} failed`;
    case "security_granted":
      return `${title} is now security${by ? `, by ${by}` : ""}`;
    case "integration_disabled":
      return `${title} was switched off after days of failures`;
    case "digest":
      return word("title") ?? noticeKinds.digest.label;
  }
}

const pages: Readonly<Record<string, (id: string) => string>> = {
  finding: (id) => `/findings?state=all&finding=${id}`,
  remediation: (id) => `/remediations?remediation=${id}`,
  exception: (id) => `/exceptions?view=all&exception=${id}`,
  report: (id) => `/imports?report=${id}`,
  user: () => "/settings/users",
  integration: () => "/settings/integrations",
};

function pathOf(subject: string, title: string | null): string {
  const [noun = "", id = ""] = subject.split(":");
  if (noun === "rule" && title) return `/findings?q=${encodeURIComponent(title)}`;
  return pages[noun]?.(encodeURIComponent(id)) ?? "/overview";
}
