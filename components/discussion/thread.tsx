import type { ReactNode } from "react";
import { Part } from "@/components/ui/drawer-part";
import { plural } from "@/components/ui/format";
import { Ago } from "@/components/ui/time";

type Comment = { id: string | number; at: string; author: string | null; text: string };

/** What people said about a thing, as plain text; `children` is the form, for those who work on it. */
export function Thread({ comments, children }: { comments: readonly Comment[]; children?: ReactNode }) {
  return (
    <Part title="Discuss" aside={comments.length > 0 ? plural(comments.length, "comment") : undefined}>
      {comments.length === 0 && !children && <p className="text-ink-2">Nobody has said anything about it.</p>}
      <ol className="space-y-3">
        {comments.map((one) => (
          <li key={one.id}>
            <p className="flex items-baseline justify-between gap-3 text-small">
              <span className="min-w-0 truncate font-medium">{one.author ?? "Somebody outside your teams"}</span>
              <span className="shrink-0 text-ink-2">
                <Ago at={one.at} suffix=" ago" />
              </span>
            </p>
            <p className="max-w-prose break-words whitespace-pre-wrap">{one.text}</p>
          </li>
        ))}
      </ol>
      {children}
    </Part>
  );
}
