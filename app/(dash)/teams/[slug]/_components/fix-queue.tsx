"use client";

import { fixHref } from "@/components/fix/address";
import { FixSection } from "@/components/fix/section";
import { FixTable } from "@/components/fix/table";
import { Empty } from "@/components/ui/notice";
import { fixQueueParams } from "./queue-params";

/** The work of the team by what is to be done: one line, many findings. */
export function FixQueue({ slug }: { slug: string }) {
  return (
    <FixSection
      title="Queue by fix"
      params={fixQueueParams(slug)}
      all={`/fixes?fixTeam=${slug}`}
      waiting={{ rows: 12 }}
      empty={<Empty title="Nothing to fix">No source names a fix for anything that is open.</Empty>}
    >
      {(rows) => <FixTable label="Fixes of the team" rows={rows} href={fixHref} />}
    </FixSection>
  );
}
