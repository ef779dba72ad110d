"use client";

import { Menu as MenuIcon, PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useRef, useState } from "react";
import { FourEyesNotice } from "@/components/exception/four-eyes";
import { IconButton } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Kbd } from "@/components/ui/kbd";
import { TipLayer } from "@/components/ui/tip-layer";
import type { SessionInfo } from "@/lib/client/contract/session";
import { AsOfPicker } from "./as-of-picker";
import { Bell } from "./bell";
import { keepChoice } from "./cookie";
import { DemoBanner } from "./demo-banner";
import { HelpDialog } from "./help";
import { ImportsIndicator } from "./imports-indicator";
import { Mark } from "./logo";
import { Nav } from "./nav";
import { Palette } from "./palette";
import { PersonMenu } from "./person-menu";
import { ScopeSwitcher } from "./scope-switcher";
import { useHotkeys } from "./use-hotkeys";
import { ViewerProvider } from "./viewer";

type Open = "palette" | "help" | null;

/** The signed-in frame: rail at the left (a drawer on phones), bar at the top, the page in the middle. */
export function Frame({
  viewer,
  narrow: kept,
  children,
}: {
  viewer: SessionInfo;
  narrow: boolean;
  children: ReactNode;
}) {
  const [narrow, setNarrow] = useState(kept);
  const [open, setOpen] = useState<Open>(null);
  useHotkeys({
    "mod+k": () => setOpen("palette"),
    "/": () => {
      const field = document.querySelector<HTMLInputElement>("main input[type=search]");
      if (field) field.select();
      else setOpen("palette");
    },
    "?": () => setOpen("help"),
  });

  function toggle() {
    setNarrow(!narrow);
    keepChoice("rail", narrow ? null : "narrow");
  }

  return (
    <ViewerProvider viewer={viewer}>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent-fill px-3 py-1.5 text-on-accent focus:translate-y-0 print:hidden"
      >
        Skip to the page
      </a>
      <div className="flex min-h-dvh">
        <aside
          aria-label="Rail"
          className={cx(
            "sticky top-0 hidden h-dvh shrink-0 flex-col overflow-y-auto border-r border-line bg-sunken lg:flex print:hidden",
            narrow ? "w-14" : "w-52",
          )}
        >
          <div className="flex h-12 shrink-0 items-center px-4.5">
            <Brand narrow={narrow} />
          </div>
          <Nav narrow={narrow} />
          <div className="border-t border-line p-2">
            <PersonMenu narrow={narrow} onHelp={() => setOpen("help")} />
            <button
              type="button"
              onClick={toggle}
              aria-label={narrow ? "Widen the rail" : "Narrow the rail"}
              data-tip={narrow ? "Widen the rail" : undefined}
              className="flex h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-ink-2 hover:bg-hover hover:text-ink"
            >
              {narrow ? (
                <PanelLeftOpen size={16} aria-hidden="true" />
              ) : (
                <PanelLeftClose size={16} aria-hidden="true" />
              )}
              <span className={narrow ? "sr-only" : "text-small"}>Narrow</span>
            </button>
          </div>
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="sticky top-0 z-30 flex h-12 shrink-0 items-center gap-1 border-b border-line bg-paper px-2 lg:px-4 print:hidden">
            <PhoneNav onHelp={() => setOpen("help")} />
            <ScopeSwitcher />
            <div className="flex-1" />
            <ImportsIndicator />
            <AsOfPicker />
            <Bell />
            <button
              type="button"
              onClick={() => setOpen("palette")}
              aria-label="Search"
              aria-keyshortcuts="Meta+K Control+K"
              className="flex h-8 items-center gap-2 rounded-md px-2 text-ink-2 hover:bg-hover sm:w-56 sm:border sm:border-line-strong sm:bg-surface"
            >
              <Search size={14} aria-hidden="true" />
              <span className="flex-1 text-left max-sm:hidden">Search</span>
              <span aria-hidden="true" className="flex gap-0.5 max-sm:hidden">
                <Kbd>⌘</Kbd>
                <Kbd>K</Kbd>
              </span>
            </button>
          </header>
          <DemoBanner />
          {!viewer.fourEyes && <FourEyesNotice />}
          <main id="main" tabIndex={-1} className="min-w-0 flex-1">
            {children}
            <TipLayer />
          </main>
        </div>
      </div>
      <Palette open={open === "palette"} onClose={() => setOpen(null)} />
      <HelpDialog open={open === "help"} onClose={() => setOpen(null)} />
    </ViewerProvider>
  );
}

function Brand({ narrow = false }: { narrow?: boolean }) {
  return (
    <Link href="/" className="flex items-center gap-2.5 rounded-sm font-semibold">
      <Mark />
      <span className={narrow ? "sr-only" : undefined}>Parapet</span>
    </Link>
  );
}

/** On phones the rail is a drawer. It closes when one goes somewhere. */
function PhoneNav({ onHelp }: { onHelp: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => dialog.current?.close();
  return (
    <>
      <IconButton label="Menu" tip={false} className="lg:hidden" onClick={() => dialog.current?.showModal()}>
        <MenuIcon size={16} aria-hidden="true" />
      </IconButton>
      <dialog
        ref={dialog}
        aria-label="Menu"
        className="m-0 h-dvh max-h-none w-64 flex-col border-r border-line bg-sunken p-0 text-ink backdrop:bg-scrim open:flex"
      >
        <div className="flex h-12 shrink-0 items-center px-4.5">
          <Brand />
        </div>
        <Nav onGo={close} />
        <div className="border-t border-line p-2">
          <PersonMenu onHelp={onHelp} />
        </div>
      </dialog>
    </>
  );
}
