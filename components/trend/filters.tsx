"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { changed } from "@/components/finding/address";
import { areaName } from "@/components/posture/area-words";
import { severityName, severityOrder } from "@/components/severity/words";
import { Select } from "@/components/ui/input";
import { areas } from "@/lib/domain/vocabulary";

/** One area, one severity, or all. Team, cluster and environment are chosen at the top, as on every page. */
export function TrendFilters() {
  const path = usePathname();
  const router = useRouter();
  const address = useSearchParams();
  const go = (name: string, value: string) =>
    router.push(`${path}?${changed(new URLSearchParams(address), { [name]: value })}`, { scroll: false });
  return (
    <>
      <Select aria-label="Area" value={address.get("area") ?? ""} onChange={(event) => go("area", event.target.value)}>
        <option value="">All areas</option>
        {areas.list.map((area) => (
          <option key={area} value={area}>
            {areaName[area]}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Severity"
        value={address.get("severity") ?? ""}
        onChange={(event) => go("severity", event.target.value)}
      >
        <option value="">All severities</option>
        {severityOrder.map((severity) => (
          <option key={severity} value={severity}>
            {severityName[severity]}
          </option>
        ))}
      </Select>
    </>
  );
}
