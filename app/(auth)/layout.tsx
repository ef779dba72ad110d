import type { ReactNode } from "react";
import { Mark } from "@/components/frame/logo";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center px-4 py-10">
      <p className="mb-8 flex items-center gap-2.5 font-semibold">
        <Mark size={24} />
        Parapet
      </p>
      {children}
    </main>
  );
}
