"use client";

import { useState } from "react";
import { useHotkeys } from "@/components/frame/use-hotkeys";
import { Button } from "@/components/ui/button";
import type { FindingDetail } from "@/lib/client/contract/finding";
import { RequestDialog } from "./request-dialog";
import { scopeAround } from "./scopes";

/** Asks for an exception around the open finding. */
export function RequestException({ finding }: { finding: FindingDetail }) {
  const [open, setOpen] = useState(false);
  const may = finding.abilities["exceptions.request"] && finding.presence === "present";
  useHotkeys({ e: may ? () => setOpen(true) : undefined });
  if (!may) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Request exception</Button>
      {open && <RequestDialog scopes={[scopeAround(finding)]} onClose={() => setOpen(false)} />}
    </>
  );
}
