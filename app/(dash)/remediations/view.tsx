"use client";

import { changed } from "@/components/finding/address";
import { useAddress } from "@/components/finding/use-address";
import { useHotkeys } from "@/components/frame/use-hotkeys";
import { openRemediation, viewOf } from "@/components/remediation/address";
import { Board } from "@/components/remediation/board";
import { RemediationDrawer } from "@/components/remediation/drawer";
import { RemediationList } from "@/components/remediation/list";
import { Summary } from "@/components/remediation/summary";
import { Toolbar } from "@/components/remediation/toolbar";
import { Page, PageTitle } from "@/components/ui/page";

export function RemediationsView() {
  const [address, go] = useAddress();
  const open = openRemediation(address);
  const close = () => {
    go(changed(address, { remediation: null }));
    document.querySelector<HTMLElement>(`[data-remediation="${open}"]`)?.focus({ preventScroll: true });
  };
  useHotkeys({ escape: open === null ? undefined : close });
  return (
    <Page wide>
      <PageTitle title="Remediations">
        <Summary address={address} />
      </PageTitle>
      <Toolbar address={address} go={go} />
      {viewOf(address) === "list" ? <RemediationList address={address} go={go} /> : <Board address={address} go={go} />}
      {open !== null && <RemediationDrawer id={open} onClose={close} />}
    </Page>
  );
}
