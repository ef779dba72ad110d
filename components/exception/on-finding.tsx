"use client";

import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { Day, Due } from "@/components/ui/time";
import type { FindingDetail } from "@/lib/client/contract/finding";
import { kindName } from "./words";

/** The exception that decides on a finding and when it ends, or that one was asked for. */
export function ExceptionOnFinding({ finding }: { finding: FindingDetail }) {
  const { inForce, asked } = finding.exception;
  if (inForce)
    return (
      <Notice>
        {kindName[inForce.kind]} since <Day at={inForce.since} /> by{" "}
        <TextLink href={`/exceptions?view=all&exception=${inForce.id}`}>exception #{inForce.id}</TextLink>, ends{" "}
        <Due at={inForce.expiresAt} />.
      </Notice>
    );
  if (asked === null) return null;
  return (
    <Notice>
      <TextLink href={`/exceptions?view=all&exception=${asked}`}>Exception #{asked}</TextLink> was asked for and waits
      for security.
    </Notice>
  );
}
