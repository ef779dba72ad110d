"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Params } from "@/lib/client/search-params";
import { upload } from "./upload";

export type Upload = {
  key: number;
  file: File;
  params: Params;
  state: "waiting" | "sending" | "failed";
  sent: number;
  error: string | null;
};

/** Two files leave at a time: more would only make each of them slower. */
const AT_ONCE = 2;

/** Files on their way. One that has arrived leaves this list: from then on the list of imports shows it. */
export function useUploads() {
  const client = useQueryClient();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const next = useRef(1);
  const stops = useRef(new Map<number, AbortController>());

  const change = useCallback((key: number, changes: Partial<Upload>) => {
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...changes } : one)));
  }, []);
  const drop = useCallback((key: number) => {
    stops.current.get(key)?.abort();
    stops.current.delete(key);
    setUploads((all) => all.filter((one) => one.key !== key));
  }, []);
  const add = useCallback((files: File[], params: Params) => {
    setUploads((all) => [
      ...all,
      ...files.map((file) => ({ key: next.current++, file, params, state: "waiting" as const, sent: 0, error: null })),
    ]);
  }, []);
  const retry = useCallback((key: number) => change(key, { state: "waiting", sent: 0, error: null }), [change]);

  useEffect(() => {
    const room = AT_ONCE - stops.current.size;
    for (const one of uploads
      .filter((item) => item.state === "waiting" && !stops.current.has(item.key))
      .slice(0, room)) {
      const stop = new AbortController();
      stops.current.set(one.key, stop);
      change(one.key, { state: "sending" });
      upload(one.file, one.params, (sent) => change(one.key, { sent }), stop.signal).then(
        async () => {
          await client.invalidateQueries({ queryKey: ["reports"] });
          drop(one.key);
        },
        (error: Error) => {
          stops.current.delete(one.key);
          change(one.key, { state: "failed", error: error.message });
        },
      );
    }
  }, [uploads, change, drop, client]);

  return { uploads, add, drop, retry };
}
