"use client";

import { Copy, Search } from "lucide-react";
import { useEffect, useState } from "react";
import { type TableData, toCsv } from "@/components/charts/csv";
import { changed } from "@/components/finding/address";
import type { Go } from "@/components/finding/use-address";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { fixKinds } from "@/lib/domain/vocabulary";
import { fixKindName } from "./words";

/** Search, kind, and the list to take away. What one stands in is narrowed by the scope of the whole page. */
export function FixToolbar({ address, go, table }: { address: URLSearchParams; go: Go; table: () => TableData }) {
  const [text, setText] = useState(address.get("q") ?? "");
  const say = useToast();
  useEffect(() => {
    const timer = setTimeout(() => {
      // The address of now: it may have changed while the reader typed.
      const now = new URLSearchParams(window.location.search);
      if (text.trim() !== (now.get("q") ?? "")) go(changed(now, { q: text.trim() }), "replace");
    }, 250);
    return () => clearTimeout(timer);
  }, [text, go]);

  async function copy() {
    await navigator.clipboard.writeText(toCsv(table()));
    say("Fixes: copied as CSV");
  }

  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="relative min-w-40 flex-1 sm:max-w-80">
        <Search size={14} aria-hidden="true" className="pointer-events-none absolute top-2.25 left-2.5 text-ink-3" />
        <Input
          type="search"
          aria-label="Search fixes"
          placeholder="Image, package, workload"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="pl-8"
        />
      </div>
      <Select
        aria-label="Kind of fix"
        value={address.get("kind") ?? ""}
        onChange={(event) => go(changed(address, { kind: event.target.value || null }))}
      >
        <option value="">All kinds</option>
        {fixKinds.list.map((kind) => (
          <option key={kind} value={kind}>
            {fixKindName[kind]}
          </option>
        ))}
      </Select>
      <Button onClick={copy} className="print:hidden">
        <Copy size={14} aria-hidden="true" />
        Copy CSV
      </Button>
    </div>
  );
}
