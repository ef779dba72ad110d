"use client";

import { useCallback, useSyncExternalStore } from "react";
import { keepChoice } from "./cookie";

export type Theme = "system" | "light" | "dark";

function read(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
}

function watch(changed: () => void) {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

/** The chosen theme, and the way to choose. The server writes it into the page, so nothing flashes. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(watch, read, () => "system" as const);
  const choose = useCallback((next: Theme) => {
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    keepChoice("theme", next === "system" ? null : next);
  }, []);
  return [theme, choose];
}
