import { redirect } from "next/navigation";
import { requireActor } from "@/lib/api/auth/current";
import { describeSession } from "@/lib/services/session/describe";

/** Everybody starts on the page of their role. */
export default async function Home() {
  redirect((await describeSession(await requireActor())).landing);
}
