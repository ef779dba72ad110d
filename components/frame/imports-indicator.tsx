"use client";

import { useQuery } from "@tanstack/react-query";
import { LoaderCircle, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { plural } from "@/components/ui/format";
import { ReportPage } from "@/lib/client/contract/report";
import { api } from "@/lib/client/fetcher";
import { useMay } from "./viewer";

const running = ["receiving", "queued", "processing"];
const LOOK_OFTEN = 3_000;
const LOOK_SELDOM = 30_000;

/** Says that imports run or wait for a decision; silent otherwise. */
export function ImportsIndicator() {
  const may = useMay("reports.read");
  const { data } = useQuery({
    queryKey: ["reports", "indicator"],
    queryFn: ({ signal }) => api("/reports", { params: { limit: 50 }, shape: ReportPage, signal }),
    enabled: may,
    refetchInterval: ({ state }) =>
      state.data?.items.some((item) => running.includes(item.state)) ? LOOK_OFTEN : LOOK_SELDOM,
    refetchOnWindowFocus: true,
  });
  const active = data?.items.filter((item) => running.includes(item.state)).length ?? 0;
  const held = data?.items.filter((item) => item.state === "held").length ?? 0;
  if (active === 0 && held === 0) return null;
  const className = "flex h-8 items-center gap-1.5 rounded-md px-2 text-small text-ink-2 hover:bg-hover hover:text-ink";
  if (active > 0)
    return (
      <Link href="/imports" className={className} aria-label={`${plural(active, "import")} running`}>
        <LoaderCircle size={14} aria-hidden="true" className="animate-spin" />
        <span className="tabular max-sm:sr-only">{active} running</span>
      </Link>
    );
  return (
    <Link href="/imports?state=held" className={className} aria-label={`${plural(held, "import")} held for a decision`}>
      <TriangleAlert size={14} aria-hidden="true" className="text-medium" />
      <span className="tabular max-sm:sr-only">{held} held</span>
    </Link>
  );
}
