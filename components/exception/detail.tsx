"use client";

import type { ReactNode } from "react";
import { justificationName, kindMeans, kindName, scopeWords, stateName } from "@/components/exception/words";
import { SeverityLetter } from "@/components/severity/letter";
import { bounded, plural, points } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { Prose } from "@/components/ui/prose";
import { TextLink } from "@/components/ui/text-link";
import { Day, Moment } from "@/components/ui/time";
import { WebLinks } from "@/components/ui/web-links";
import type { ExceptionDetail } from "@/lib/client/contract/exception";
import { ExceptionActions } from "./actions";
import { Covered } from "./preview";

/** All that is needed to decide: what, where, why, on what evidence, for how long, and what it would cover. */
export function ExceptionPane({ exception: x }: { exception: ExceptionDetail }) {
  return (
    <article aria-label={`Exception for ${x.rule}`} className="space-y-5">
      <header className="space-y-2">
        <p className="flex flex-wrap items-center gap-2 text-small text-ink-2">
          {x.severity && <SeverityLetter severity={x.severity} />}
          <TextLink href={`/findings?state=all&q=${encodeURIComponent(x.rule)}`} className="font-mono text-ink">
            {x.rule}
          </TextLink>
          {x.kev && (
            <span className="rounded-sm bg-critical-soft px-1 text-glyph font-semibold text-critical">KEV</span>
          )}
          <span>#{x.id}</span>
          <span className="font-medium text-ink">{stateName[x.state]}</span>
        </p>
        <h2 className="text-body font-semibold text-balance">{x.title}</h2>
        <ExceptionActions exception={x} />
      </header>
      {x.kev && x.state === "pending" && (
        <Notice tone="warn">It is known to be exploited. Whoever approves this accepts that as well.</Notice>
      )}
      <dl className="grid grid-cols-[8rem_1fr] gap-x-4 gap-y-2 max-sm:grid-cols-1">
        <Fact name="Decision">
          {kindName[x.kind]}
          <span className="block text-small text-ink-2">{kindMeans[x.kind]}</span>
        </Fact>
        <Fact name="Where">
          {x.scope.asset && <span className="block font-mono text-small break-all">{x.scope.asset.name}</span>}
          {scopeWords({ ...x.scope, asset: null })}
        </Fact>
        <Fact name="Why">
          <Prose text={x.reason} />
        </Fact>
        {x.justification && <Fact name="Justification">{justificationName[x.justification]}</Fact>}
        {x.evidence && (
          <Fact name="Evidence">
            <Prose text={x.evidence} />
          </Fact>
        )}
        {x.links.length > 0 && (
          <Fact name="Links">
            <WebLinks links={x.links} />
          </Fact>
        )}
        <Fact name="Asked for">
          {x.requestedBy ?? (x.source ? "a VEX document" : "somebody else")}, <Moment at={x.requestedAt} />
          {x.renews && (
            <>
              , to go on from <TextLink href={`/exceptions?view=all&exception=${x.renews}`}>#{x.renews}</TextLink>
            </>
          )}
          {x.source && <span className="block text-small text-ink-2 break-all">Proposed by {x.source}</span>}
        </Fact>
        {x.decidedAt && (
          <Fact name={x.state === "rejected" ? "Rejected" : "Approved"}>
            {x.decidedBy ?? "somebody else"}, <Moment at={x.decidedAt} />
          </Fact>
        )}
        {x.note && (
          <Fact name="Note">
            <Prose text={x.note} />
          </Fact>
        )}
        <Fact name={x.endedAt ? "Ended" : "Ends"}>
          {x.endedAt ? (
            <>
              {x.endedBy && `${x.endedBy}, `}
              <Moment at={x.endedAt} />
            </>
          ) : (
            <Day at={x.expiresAt} />
          )}
        </Fact>
      </dl>
      <Covering exception={x} />
    </article>
  );
}

function Covering({ exception: x }: { exception: ExceptionDetail }) {
  const { count, decided, points: weight } = x.covers;
  if (x.state !== "pending" && x.state !== "approved") return null;
  const other = x.state === "pending" && decided > 0;
  return (
    <section aria-label="What it covers" className="space-y-2">
      <h3 className="font-semibold">
        {x.state === "pending" ? "Would cover" : "Covers"} {bounded(count)} {count.value === 1 ? "finding" : "findings"}
      </h3>
      {count.value === 0 ? (
        <p className="text-ink-2">Nothing of it is there now. It would hold for what comes.</p>
      ) : (
        <p className="text-ink-2">
          {count.value === 1 ? "It weighs" : "They weigh"} {points(weight)} points
          {other && `; ${plural(decided, "one")} of them decided already`}.
        </p>
      )}
      {x.findings.length > 0 && <Covered items={x.findings} />}
      {x.lost.length > 0 && (
        <Notice tone="warn">
          {plural(x.lost.length, "finding")} became worse than what was decided upon, and{" "}
          {x.lost.length === 1 ? "is" : "are"} open again:{" "}
          {x.lost.slice(0, 5).map(({ id, reason }, index) => (
            <span key={id}>
              {index > 0 && ", "}
              <TextLink href={`/findings?state=all&finding=${id}`}>
                {reason === "kev_listed" ? "listed as exploited" : "severity rose"}
              </TextLink>
            </span>
          ))}
        </Notice>
      )}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0 max-sm:-mt-1.5">{children}</dd>
    </>
  );
}
