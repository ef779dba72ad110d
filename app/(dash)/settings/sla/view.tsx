"use client";

import { useQuery } from "@tanstack/react-query";
import { SlaForm } from "@/components/settings/sla-form";
import { SlaRules } from "@/components/settings/sla-rules";
import { PartFailure } from "@/components/ui/failure";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import { slaQuery } from "@/lib/client/queries/sla";

export function SlaView() {
  const { data, error, refetch } = useQuery(slaQuery());
  if (error && !data) return <PartFailure error={error} onRetry={refetch} />;
  return (
    <Section title="Days to remediate">
      {data ? (
        <div className="grid gap-x-12 gap-y-6 py-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
          <SlaForm key={JSON.stringify(data.policy)} state={data} />
          <SlaRules atRiskDays={data.atRiskDays} />
        </div>
      ) : (
        <SkeletonRows rows={8} />
      )}
    </Section>
  );
}
