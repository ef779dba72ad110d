import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentActor } from "@/lib/api/auth/current";
import { setupNeeded } from "@/lib/services/setup/state";
import { SignInView } from "./view";

export const metadata: Metadata = { title: "Sign in" };

/** Only a path of this site: anything else would let a link send people elsewhere after they sign in. */
function safePath(next: string | string[] | undefined): string {
  const path = typeof next === "string" ? next : "/";
  return /^\/(?![/\\])/.test(path) ? path : "/";
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>;
}) {
  if (await setupNeeded()) redirect("/setup");
  const next = safePath((await searchParams).next);
  if (await currentActor()) redirect(next);
  return <SignInView next={next} />;
}
