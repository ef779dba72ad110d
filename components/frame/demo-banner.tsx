"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { demoQuery } from "@/lib/client/queries/demo";

/** Days of the past between two new drawings of a page, while the sample data comes in. */
const REDRAW_DAYS = 5;

/** While the demo's past comes in: how far it is. The pages are of what is there, and are drawn anew as it grows. */
export function DemoBanner() {
  const client = useQueryClient();
  const { data } = useQuery(demoQuery());
  const demo = data?.demo ?? null;
  const drawn = useRef<number | null>(null);
  const step = demo === null ? null : demo.done ? Number.POSITIVE_INFINITY : Math.floor(demo.day / REDRAW_DAYS);

  useEffect(() => {
    if (step === null) return;
    if (drawn.current !== null && drawn.current !== step)
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "demo" });
    drawn.current = step;
  }, [client, step]);

  if (!demo || demo.done) return null;
  const share = demo.days === 0 ? 0 : demo.day / demo.days;
  return (
    <div
      role="status"
      aria-label="Sample data"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-sunken px-4 py-1.5 text-small lg:px-6 print:hidden"
    >
      <span className="font-medium tabular">
        Day {demo.day} of {demo.days}
      </span>
      <span className="text-ink-2">The sample company's past is coming in. Everything works meanwhile.</span>
      <span aria-hidden="true" className="hatch h-1.5 w-32 overflow-hidden rounded-full max-sm:w-full">
        <span className="block h-full bg-accent-fill" style={{ width: `${Math.round(share * 100)}%` }} />
      </span>
    </div>
  );
}
