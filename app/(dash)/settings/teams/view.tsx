"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { TeamBlock } from "@/components/settings/team-block";
import { TeamDialog } from "@/components/settings/team-dialog";
import { Button } from "@/components/ui/button";
import { PartFailure } from "@/components/ui/failure";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import { teamsQuery } from "@/lib/client/queries/admin";

export function TeamsView() {
  const { data, error, refetch } = useQuery(teamsQuery());
  const [making, setMaking] = useState(false);
  if (error && !data) return <PartFailure error={error} onRetry={refetch} />;
  const may = data?.abilities["teams.manage"];
  const make = may && (
    <Button look="primary" onClick={() => setMaking(true)}>
      Make a team
    </Button>
  );
  return (
    <Section title="Teams and members" aside={data && data.items.length > 0 && make}>
      {!data ? (
        <SkeletonRows rows={6} />
      ) : data.items.length === 0 ? (
        <Empty title="No team yet" action={make}>
          A team is who answers for an asset. Ownership rules say which.
        </Empty>
      ) : (
        <ul aria-label="Teams">
          {data.items.map((team) => (
            <TeamBlock key={team.slug} team={team} />
          ))}
        </ul>
      )}
      <TeamDialog open={making} onClose={() => setMaking(false)} />
    </Section>
  );
}
