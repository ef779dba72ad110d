"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const Now = createContext<number>(0);

/**
 * One clock for a page. It starts at the server's time, so that server and browser render the same words, and then
 * moves on once a minute.
 */
export function NowProvider({ start, children }: { start: number; children: ReactNode }) {
  const [now, setNow] = useState(start);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return <Now value={now}>{children}</Now>;
}

/** Milliseconds since the epoch, as of the last tick. */
export function useNow(): number {
  return useContext(Now);
}
