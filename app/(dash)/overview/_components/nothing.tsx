"use client";

import { useMay } from "@/components/frame/viewer";
import { Empty } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";

/** Nothing was ever imported: posture is unknown, which is not the same as good. */
export function Nothing() {
  const mayImport = useMay("reports.import");
  return (
    <Empty title="Nothing is known yet">
      No cluster within your scope has sent a report, so there is no score: unknown is not the same as healthy.{" "}
      {mayImport ? (
        <>
          Drop a report on <TextLink href="/imports">Imports</TextLink>.
        </>
      ) : (
        "An admin connects clusters; ownership rules decide what is yours."
      )}
    </Empty>
  );
}
