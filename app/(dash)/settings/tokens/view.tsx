"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { TokenDialog } from "@/components/settings/token-dialog";
import { TokenTable } from "@/components/settings/token-table";
import { Button } from "@/components/ui/button";
import { PartFailure } from "@/components/ui/failure";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import { tokensQuery } from "@/lib/client/queries/admin";

export function TokensView() {
  const { data, error, refetch } = useQuery(tokensQuery());
  const [making, setMaking] = useState(false);
  if (error && !data) return <PartFailure error={error} onRetry={refetch} />;
  const make = (
    <Button look="primary" onClick={() => setMaking(true)}>
      Make a token
    </Button>
  );
  return (
    <Section title="API tokens" aside={data && data.items.length > 0 && make}>
      {!data ? (
        <SkeletonRows rows={6} />
      ) : data.items.length === 0 ? (
        <Empty title="No token yet" action={make}>
          Clusters and CI send their reports with a token that can do nothing else.
        </Empty>
      ) : (
        <TokenTable tokens={data.items} />
      )}
      <TokenDialog open={making} onClose={() => setMaking(false)} />
    </Section>
  );
}
