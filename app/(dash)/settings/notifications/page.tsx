import type { Metadata } from "next";
import { noticeRulesQuery, preferenceQuery } from "@/lib/client/queries/notices";
import { Hydrate } from "../../_data/hydrate";
import { loadNoticeRules, loadPreference } from "../../_data/notices";
import { NotificationsView } from "./view";

export const metadata: Metadata = { title: "Notifications" };

export default function NotificationsPage() {
  return (
    <Hydrate
      ready={[
        { queryKey: preferenceQuery().queryKey, load: loadPreference, subject: true },
        { queryKey: noticeRulesQuery().queryKey, load: loadNoticeRules },
      ]}
    >
      <NotificationsView />
    </Hydrate>
  );
}
