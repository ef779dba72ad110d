"use client";

import { useEffect, useRef } from "react";

/**
 * Key → what it does. `mod+k` is ⌘K or Ctrl-K; everything else is a bare key in lower case. A handler that
 * returns false leaves the key to the browser.
 */
export type Hotkeys = Record<string, ((event: KeyboardEvent) => unknown) | undefined>;

function isTyping(target: EventTarget | null) {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Bare keys rest while somebody types, and while a modal dialog, a menu or another popover has the word. */
export function useHotkeys(keys: Hotkeys) {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if (event.defaultPrevented || event.altKey) return;
      const mod = event.metaKey || event.ctrlKey;
      const key = event.key.toLowerCase();
      const name = mod ? `mod+${key}` : key;
      const act = current.current[name];
      if (!act) return;
      const checkbox = event.target instanceof HTMLInputElement && event.target.type === "checkbox";
      if (
        !mod &&
        ((isTyping(event.target) && !checkbox) || document.querySelector("dialog:modal,[popover=auto]:popover-open"))
      )
        return;
      if (act(event) !== false) event.preventDefault();
    }
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
