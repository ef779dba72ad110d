"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Printer } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { changed } from "@/components/finding/address";
import { Sentences } from "@/components/posture/sentences";
import { findingsHref, rowHref, trendAddress } from "@/components/trend/address";
import { Drivers } from "@/components/trend/drivers";
import { TrendEvents } from "@/components/trend/events";
import { TrendFigures } from "@/components/trend/figures";
import { TrendFilters } from "@/components/trend/filters";
import { Multiples } from "@/components/trend/multiples";
import { OpenChart } from "@/components/trend/open-chart";
import { PeriodPicker } from "@/components/trend/picker";
import { ScoreChart } from "@/components/trend/score-chart";
import { TrendScore } from "@/components/trend/score-mark";
import { trendSentences } from "@/components/trend/sentences";
import { TrendTable } from "@/components/trend/table";
import { usePlaceName } from "@/components/trend/use-place-name";
import { IconButton } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Failure } from "@/components/ui/failure";
import { useNow } from "@/components/ui/now";
import { Page, PageTitle } from "@/components/ui/page";
import { PageSkeleton } from "@/components/ui/page-skeleton";
import { LinkTabs } from "@/components/ui/tabs";
import { dayText } from "@/components/ui/time-format";
import { TrendBy } from "@/lib/client/contract/trend";
import { trendsQuery } from "@/lib/client/queries/trend";
import { Nothing } from "./_components/nothing";

export function TrendsView() {
  const address = useSearchParams();
  const path = usePathname();
  const { period, by, params } = trendAddress(address, useNow());
  const place = usePlaceName(address);
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...trendsQuery(params),
    placeholderData: keepPreviousData,
  });
  if (error && !data) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <PageSkeleton />;
  const query = new URLSearchParams(address);
  const row = (key: string | null) => rowHref(query, data.by, key);
  const findings = (more: Record<string, string>) => findingsHref(address, more);
  const sentences = trendSentences(data, { period, place, severity: address.get("severity"), findings, row });
  const empty = data.since === null;

  return (
    <Page>
      <div className="space-y-2">
        <PageTitle
          title={place ? `Trends of ${place}` : "Trends"}
          action={
            <div className="flex max-w-full flex-wrap items-center gap-2 print:hidden">
              <TrendFilters />
              <PeriodPicker key={`${period.from} ${period.to}`} period={period} />
              <IconButton label="Print" className="max-sm:hidden" onClick={() => window.print()}>
                <Printer size={16} aria-hidden="true" />
              </IconButton>
            </div>
          }
        >
          <span className="text-ink-2">
            {dayText(period.from)} – {dayText(period.to)}
          </span>
          {!empty && <TrendScore row={data.total} />}
        </PageTitle>
        {!empty && <Sentences sentences={sentences} />}
      </div>
      {empty ? (
        <Nothing />
      ) : (
        <div aria-busy={isPlaceholderData} className={cx("space-y-6", isPlaceholderData && "opacity-60")}>
          <TrendFigures trends={data} />
          <OpenChart trends={data} />
          <div className="grid gap-x-8 gap-y-6 xl:grid-cols-2">
            <ScoreChart trends={data} />
            <Drivers drivers={data.drivers} />
          </div>
          <TrendEvents trends={data} />
          <div className="space-y-6">
            <div className="print:hidden">
              <LinkTabs
                label="Trends by"
                tabs={TrendBy.options.map((one) => ({
                  href: `${path}?${changed(query, { by: one })}`,
                  text: `By ${one}`,
                  current: one === by,
                }))}
              />
            </div>
            <TrendTable trends={data} href={(one) => row(one.key)} />
            <Multiples trends={data} href={(one) => row(one.key)} />
          </div>
        </div>
      )}
    </Page>
  );
}
