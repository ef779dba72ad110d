import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { count } from "@/components/ui/format";
import type { PlaceDetail } from "@/lib/client/contract/posture";

type Figure = { text: string; value: number; href: string; bad?: boolean };

/** The three numbers of a team's day. Only a breach is dark. */
export function Figures({ work, slug }: { work: NonNullable<PlaceDetail["work"]>; slug: string }) {
  const base = `/findings?fixTeam=${slug}`;
  const figures: Figure[] = [
    { text: "due within 7 days", value: work.dueSoon, href: `${base}&due=soon&sort=due` },
    { text: "past their due date", value: work.breached, href: `${base}&due=breached&sort=due`, bad: true },
    { text: "awaiting verification", value: work.awaitingVerification, href: `${base}&state=awaiting_verification` },
  ];
  return (
    <ul
      aria-label="Work of the team"
      className="grid gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-3"
    >
      {figures.map((figure) => (
        <li key={figure.text} className="bg-surface">
          <Link
            href={figure.href}
            prefetch={false}
            className="flex items-baseline gap-2 px-4 py-3 hover:bg-hover focus-visible:outline-offset-[-2px]"
          >
            <span
              className={cx(
                "text-title font-semibold tabular",
                figure.value === 0 ? "text-ink-3" : figure.bad && "text-critical",
              )}
            >
              {count(figure.value)}
            </span>
            <span className="text-ink-2">{figure.text}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
