"use client";

import { plural, points } from "@/components/ui/format";
import { LinkList, LinkRow } from "@/components/ui/list";
import { Empty } from "@/components/ui/notice";
import type { FixRow } from "@/lib/client/contract/fix";
import type { Params } from "@/lib/client/search-params";
import { fixHref, headOfActions } from "./address";
import { FixGlyph, Gain, Kev } from "./marks";
import { FixSection } from "./section";

/** The actions that take most risk away, the best first. */
export function NextActions({ params, all }: { params: Params; all: string }) {
  return (
    <FixSection
      title="Best next actions"
      params={params}
      all={all}
      waiting={{ rows: headOfActions, height: "h-11" }}
      empty={<Empty title="No action is known">Either nothing is open, or no source names a fix for what is.</Empty>}
    >
      {(rows) => (
        <LinkList label="Actions that take most points away">
          {rows.map((fix) => (
            <Action key={fix.id} fix={fix} />
          ))}
        </LinkList>
      )}
    </FixSection>
  );
}

function Action({ fix }: { fix: FixRow }) {
  return (
    <LinkRow href={fixHref(fix.id)}>
      <FixGlyph kind={fix.kind} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium max-sm:line-clamp-2 max-sm:whitespace-normal" data-tip={fix.title}>
          {fix.title}
        </span>
        <span className="block truncate text-small text-ink-2">
          <Kev value={fix.kev} />
          {fix.kev > 0 && " · "}
          {plural(fix.findings, "finding")} · {plural(fix.workloads, "workload")}
          {fix.clusters.length > 1 && ` · ${fix.clusters.length} clusters`}
          {fix.clusters.length === 1 && ` · ${fix.clusters[0]}`}
        </span>
      </span>
      <span className="shrink-0 text-right">
        <span className="block font-medium tabular" data-tip="Points that it takes away">
          −{points(fix.points)}
          <span className="sr-only"> points</span>
        </span>
        <span className="block text-small">
          <Gain score={fix.score} />
        </span>
      </span>
    </LinkRow>
  );
}
