"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./button";

/** Puts text on the clipboard and says so where it was asked. */
export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1600);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <IconButton
      size="sm"
      label={done ? "Copied" : label}
      onClick={() => navigator.clipboard.writeText(text).then(() => setDone(true))}
    >
      {done ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
    </IconButton>
  );
}

/** A command or patch to take away. Long lines wrap, so nothing scrolls sideways. */
export function CopyBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="flex items-start gap-1 rounded-md border border-line bg-sunken">
      <pre className="min-w-0 flex-1 p-2.5 font-mono text-small break-words whitespace-pre-wrap">{text}</pre>
      <span className="p-1">
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
      </span>
    </div>
  );
}
