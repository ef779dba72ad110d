"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

export type Go = (next: URLSearchParams, how?: "push" | "replace") => void;

/**
 * The query string as state. Changing it asks nothing of the server: the list fetches for itself, and the address
 * always shows exactly this view.
 */
export function useAddress(): [URLSearchParams, Go] {
  const path = usePathname();
  const params = useSearchParams();
  const go = useCallback<Go>(
    (next, how = "push") => {
      const text = next.toString();
      const address = text === "" ? path : `${path}?${text}`;
      if (how === "push") window.history.pushState(null, "", address);
      else window.history.replaceState(null, "", address);
    },
    [path],
  );
  return [new URLSearchParams(params), go];
}
