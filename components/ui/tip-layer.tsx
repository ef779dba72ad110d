"use client";

import { useEffect, useRef } from "react";

const delay = 250;

/**
 * The one tip of the whole product. Any element with `data-tip` shows its text on hover and on keyboard focus; Escape
 * hides it. One listener for thousands of cells, and no wrapper around any of them.
 */
export function TipLayer() {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const tip = box.current;
    if (!tip) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let target: Element | null = null;

    function hide() {
      clearTimeout(timer);
      target?.removeAttribute("aria-describedby");
      target = null;
      if (tip?.matches(":popover-open")) tip.hidePopover();
    }

    function show(element: Element) {
      const text = element.getAttribute("data-tip");
      if (!text || !tip || !element.isConnected) return;
      target = element;
      tip.textContent = text;
      // The name already says it: describing it again would only be heard twice.
      if (element.getAttribute("aria-label") !== text) element.setAttribute("aria-describedby", "tip");
      tip.showPopover();
      const at = element.getBoundingClientRect();
      const size = tip.getBoundingClientRect();
      const left = at.left + at.width / 2 - size.width / 2;
      const x = Math.max(8, Math.min(left, window.innerWidth - size.width - 8));
      const below = at.bottom + 6;
      const y = below + size.height > window.innerHeight - 8 ? at.top - size.height - 6 : below;
      // Moved by a transform: it never takes part in the layout of the page.
      tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    }

    function enter(event: Event) {
      const element = event.target instanceof Element ? event.target.closest("[data-tip]") : null;
      if (element === target) return;
      hide();
      if (!element) return;
      const byKeyboard = event.type === "focusin";
      if (byKeyboard && !(event.target as Element).matches(":focus-visible")) return;
      timer = setTimeout(() => show(element), byKeyboard ? 0 : delay);
    }

    function key(event: KeyboardEvent) {
      if (event.key === "Escape") hide();
    }

    document.addEventListener("pointerover", enter);
    document.addEventListener("focusin", enter);
    document.addEventListener("pointerdown", hide);
    document.addEventListener("scroll", hide, { passive: true, capture: true });
    document.addEventListener("keydown", key, true);
    return () => {
      hide();
      document.removeEventListener("pointerover", enter);
      document.removeEventListener("focusin", enter);
      document.removeEventListener("pointerdown", hide);
      document.removeEventListener("scroll", hide, { capture: true });
      document.removeEventListener("keydown", key, true);
    };
  }, []);

  return (
    <div
      ref={box}
      id="tip"
      role="tooltip"
      popover="manual"
      className="pointer-events-none fixed top-0 left-0 m-0 max-w-72 rounded-md border border-line-strong bg-raised px-2 py-1 text-small text-ink shadow-float"
    />
  );
}
