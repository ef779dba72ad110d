"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConnectDialog } from "@/components/cluster/connect-dialog";
import { ClusterTable } from "@/components/cluster/table";
import { useMay } from "@/components/frame/viewer";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/failure";
import { plural } from "@/components/ui/format";
import { Empty } from "@/components/ui/notice";
import { Page, PageTitle } from "@/components/ui/page";
import { PageSkeleton } from "@/components/ui/page-skeleton";
import { clustersQuery } from "@/lib/client/queries/admin";
import { postureQuery } from "@/lib/client/queries/posture";

export function ClustersView() {
  const posture = useQuery(postureQuery("cluster"));
  const clusters = useQuery(clustersQuery());
  const mayConnect = useMay("clusters.manage");
  const [connecting, setConnecting] = useState(false);
  if (posture.error && !posture.data) return <Failure error={posture.error} onRetry={posture.refetch} />;
  if (!posture.data) return <PageSkeleton rows={10} />;
  const rows = posture.data.rows;
  const connect = mayConnect && (
    <Button look="primary" onClick={() => setConnecting(true)}>
      Connect a cluster
    </Button>
  );

  return (
    <Page>
      <PageTitle title="Clusters" action={rows.length > 0 && connect}>
        <span className="text-ink-2">{plural(rows.filter((row) => row.key !== null).length, "cluster")}</span>
      </PageTitle>
      {rows.length === 0 ? (
        <Empty title="No cluster yet" action={connect}>
          A cluster appears here with its first report, or as soon as somebody connects it.
        </Empty>
      ) : (
        <ClusterTable rows={rows} clusters={clusters.data?.items ?? []} />
      )}
      <ConnectDialog open={connecting} onClose={() => setConnecting(false)} />
    </Page>
  );
}
