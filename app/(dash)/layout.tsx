import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Frame } from "@/components/frame/frame";
import { requireActor } from "@/lib/api/auth/current";
import { describeSession } from "@/lib/services/session/describe";

export default async function DashLayout({ children }: { children: ReactNode }) {
  const viewer = await describeSession(await requireActor());
  const narrow = (await cookies()).get("rail")?.value === "narrow";
  return (
    <Frame viewer={viewer} narrow={narrow}>
      {children}
    </Frame>
  );
}
