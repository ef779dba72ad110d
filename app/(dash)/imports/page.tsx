import type { Metadata } from "next";
import { reportQuery, reportsQuery } from "@/lib/client/queries/reports";
import { Hydrate, type Ready } from "../_data/hydrate";
import { type RawParams, reader } from "../_data/params";
import { loadReport, loadReports } from "../_data/reports";
import { ImportsView } from "./view";

export const metadata: Metadata = { title: "Imports" };

export default async function ImportsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const address = reader(await searchParams);
  const params = { state: address.get("state"), tool: address.get("tool"), cluster: address.get("cluster") };
  const ready: Ready[] = [{ queryKey: reportsQuery(params).queryKey, load: () => loadReports(params), pages: true }];
  const open = address.get("report");
  if (open) ready.push({ queryKey: reportQuery(open).queryKey, load: () => loadReport(open) });
  return (
    <Hydrate ready={ready}>
      <ImportsView />
    </Hydrate>
  );
}
