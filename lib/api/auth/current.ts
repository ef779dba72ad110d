import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "@/lib/authz/actor";
import { type Scope, scopeOf } from "@/lib/authz/scope";
import { resolveSession } from "@/lib/services/session/resolve";
import { setupNeeded } from "@/lib/services/setup/state";
import { pathHeader } from "../page-headers";
import { sessionSecret } from "./session-cookie";

/** The signed-in person, for server components; looked up once per request. */
export const currentActor = cache(async (): Promise<UserActor | null> => {
  const jar = await cookies();
  const secret = await sessionSecret((name) => jar.get(name)?.value);
  return secret === null ? null : resolveSession(secret);
});

/** As `currentActor`; sends whoever is not signed in to the sign-in page, or to set-up while there is nobody at all. */
export async function requireActor(): Promise<UserActor> {
  const actor = await currentActor();
  if (actor) return actor;
  if (await setupNeeded()) redirect("/setup");
  const path = (await headers()).get(pathHeader);
  redirect(path && path !== "/" ? `/sign-in?next=${encodeURIComponent(path)}` : "/sign-in");
}

/** The scope of the signed-in person, for queries that a page asks in process. */
export async function requireScope(): Promise<Scope> {
  return scopeOf(await requireActor());
}
