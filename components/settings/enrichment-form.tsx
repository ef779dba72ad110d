"use client";

import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import { formText, useWrite } from "@/components/ui/use-write";
import { Enrichment, type FeedState } from "@/lib/client/contract/enrichment";
import { api } from "@/lib/client/fetcher";

/** Addresses of the daily EPSS scores and of the KEV list, and how the last fetch of each went. */
export function EnrichmentForm({ state }: { state: Enrichment }) {
  const write = useWrite({
    send: (body: Record<string, string>) => api("/enrichment", { method: "PUT", body, shape: Enrichment }),
    done: () => "Saved; the sources are asked now and then once a day",
    stale: [["enrichment"]],
  });
  return (
    <form
      className="max-w-prose space-y-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        write.run(formText(event.currentTarget));
      }}
    >
      <p className="text-ink-2">
        Points of a flaw rise where it is likely to be exploited (EPSS) or known to be (KEV). Both can be imported as
        files; with an address they are fetched once a day. Nothing is fetched where the field is empty.
      </p>
      {write.problem && (
        <Notice tone="bad" role="alert">
          {write.problem}
        </Notice>
      )}
      <Field
        label="EPSS scores"
        hint={<Told feed={state.epss} hint="The daily CSV of FIRST, gzipped or not." />}
        error={write.field("epss")}
      >
        {(ids) => (
          <Input
            {...ids}
            name="epss"
            type="url"
            maxLength={500}
            defaultValue={state.epss.url ?? ""}
            placeholder="https://epss.empiricalsecurity.com/epss_scores-current.csv.gz"
          />
        )}
      </Field>
      <Field
        label="KEV list"
        hint={<Told feed={state.kev} hint="The catalogue of CISA as JSON or CSV." />}
        error={write.field("kev")}
      >
        {(ids) => (
          <Input
            {...ids}
            name="kev"
            type="url"
            maxLength={500}
            defaultValue={state.kev.url ?? ""}
            placeholder="https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"
          />
        )}
      </Field>
      <Button type="submit" busy={write.busy}>
        Save
      </Button>
    </form>
  );
}

function Told({ feed, hint }: { feed: FeedState; hint: string }) {
  if (feed.url === null) return hint;
  if (feed.askedAt === null) return "Not asked yet.";
  return (
    <>
      {feed.error ? (
        <span className="text-critical">
          The last try failed, <Ago at={feed.askedAt} suffix=" ago" />: {feed.error}.
        </span>
      ) : (
        <>
          Answered <Ago at={feed.askedAt} suffix=" ago" />.
        </>
      )}
      {feed.error && feed.answeredAt && (
        <>
          {" "}
          It answered last <Ago at={feed.answeredAt} suffix=" ago" />.
        </>
      )}
      {feed.report && (
        <>
          {" "}
          <TextLink href={`/imports?report=${feed.report}`}>See the last file</TextLink>
        </>
      )}
    </>
  );
}
