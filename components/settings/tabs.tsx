"use client";

import { usePathname } from "next/navigation";
import { useViewer } from "@/components/frame/viewer";
import { LinkTabs } from "@/components/ui/tabs";
import { settingsPages } from "./pages";

/** The settings that this person can see. */
export function SettingsTabs() {
  const { abilities } = useViewer();
  const path = usePathname();
  return (
    <LinkTabs
      label="Settings"
      tabs={settingsPages
        .filter((page) => page.needs.length === 0 || page.needs.some((action) => abilities[action]))
        .map((page) => ({ href: page.href, text: page.text, current: path === page.href }))}
    />
  );
}
