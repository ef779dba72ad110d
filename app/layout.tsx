import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "@/components/frame/providers";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Parapet", template: "%s · Parapet" },
  description:
    "Security posture of a Kubernetes fleet: one list of findings, an owner for each, carried to a verified fix.",
  icons: { icon: { url: "/favicon.svg", type: "image/svg+xml" } },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf9f7" },
    { media: "(prefers-color-scheme: dark)", color: "#141312" },
  ],
};

/**
 * The chosen theme comes in a cookie and is written into the page itself; without one, CSS follows the system. So
 * there is no script to run before the first paint, and nothing to flash.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get("theme")?.value;
  return (
    <html
      lang="en"
      data-theme={theme === "light" || theme === "dark" ? theme : undefined}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <Providers now={Date.now()}>{children}</Providers>
      </body>
    </html>
  );
}
