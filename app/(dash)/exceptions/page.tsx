import type { Metadata } from "next";
import { openException, stateOf } from "@/components/exception/address";
import { exceptionQuery, exceptionsQuery } from "@/lib/client/queries/exceptions";
import { loadException, loadExceptions } from "../_data/exceptions";
import { Hydrate, type Ready } from "../_data/hydrate";
import { type RawParams, reader } from "../_data/params";
import { ExceptionsView } from "./view";

export const metadata: Metadata = { title: "Exceptions" };

export default async function ExceptionsPage({ searchParams }: { searchParams: Promise<RawParams> }) {
  const address = reader(await searchParams);
  const params = { state: stateOf(address) };
  const ready: Ready[] = [
    { queryKey: exceptionsQuery(params).queryKey, load: () => loadExceptions(params), pages: true },
  ];
  const open = openException(address);
  if (open) ready.push({ queryKey: exceptionQuery(open).queryKey, load: () => loadException(open) });
  return (
    <Hydrate ready={ready}>
      <ExceptionsView />
    </Hydrate>
  );
}
