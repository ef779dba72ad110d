"use client";

import { useMay } from "@/components/frame/viewer";
import { Empty } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";

/** No day of history: there is nothing to draw, and nothing is not nought. */
export function Nothing() {
  const mayImport = useMay("reports.import");
  return (
    <Empty title="No history yet">
      Trends begin with the first report within your scope, and grow by a day each night.{" "}
      {mayImport ? (
        <>
          Send one on <TextLink href="/imports">Imports</TextLink>.
        </>
      ) : (
        "An admin connects clusters; ownership rules decide what is yours."
      )}
    </Empty>
  );
}
