import type { Metadata } from "next";
import { headParams } from "@/components/fix/address";
import { asOfOf } from "@/components/frame/as-of";
import { scopeOf } from "@/components/frame/scope";
import { anyReportParams, anyReportQuery } from "@/components/overview/any-report";
import { usersQuery } from "@/lib/client/queries/admin";
import { fixesQuery } from "@/lib/client/queries/fixes";
import { overviewQuery } from "@/lib/client/queries/posture";
import { loadUsers } from "../_data/admin";
import { loadFixes } from "../_data/fixes";
import { Hydrate } from "../_data/hydrate";
import { type RawParams, reader } from "../_data/params";
import { loadOverview } from "../_data/posture";
import { loadReports } from "../_data/reports";
import { OverviewView } from "./view";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const address = reader(await searchParams);
  const scope = scopeOf(address);
  const asOf = asOfOf(address, Date.now());
  return (
    <Hydrate
      ready={[
        { queryKey: overviewQuery({ ...scope, asOf }).queryKey, load: () => loadOverview({ ...scope, asOf }) },
        {
          queryKey: fixesQuery(headParams(scope)).queryKey,
          load: () => loadFixes(headParams(scope)),
          pages: true,
        },
        // For the first steps of an admin; refused to everybody else before anything is looked up.
        { queryKey: usersQuery().queryKey, load: loadUsers },
        { queryKey: anyReportQuery().queryKey, load: () => loadReports(anyReportParams) },
      ]}
    >
      <OverviewView scope={scope} asOf={asOf} />
    </Hydrate>
  );
}
