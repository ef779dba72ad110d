import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { loopbackOnly, setupNeeded } from "@/lib/services/setup/state";
import { SetupView } from "./view";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  if (!(await setupNeeded())) redirect("/sign-in");
  return <SetupView codeRequired={!loopbackOnly()} />;
}
