import { redirect } from "next/navigation";
import { settingsPages } from "@/components/settings/pages";
import { requireActor } from "@/lib/api/auth/current";
import { describeSession } from "@/lib/services/session/describe";

/** Opens on the first page that this person can use. */
export default async function SettingsPage() {
  const { abilities } = await describeSession(await requireActor());
  const first = settingsPages.find((page) => page.needs.length === 0 || page.needs.some((action) => abilities[action]));
  redirect(first?.href ?? "/settings/account");
}
