import type { ReactNode } from "react";
import { SettingsTabs } from "@/components/settings/tabs";
import { Page, PageTitle } from "@/components/ui/page";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <Page>
      <PageTitle title="Settings" />
      <SettingsTabs />
      {children}
    </Page>
  );
}
