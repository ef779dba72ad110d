"use client";

import { Checkbox } from "@/components/ui/checkbox";
import type { ExceptionScope } from "@/lib/client/contract/exception";
import { partName, type ScopePart, scopeParts } from "./scopes";

const labels: Record<ScopePart, string> = {
  asset: "Only on",
  namespace: "Only in namespace",
  cluster: "Only in cluster",
  team: "Only for team",
};

/** Which limits the scope keeps. */
export function ScopeChoice({
  scopes,
  keep,
  onKeep,
  forced,
}: {
  scopes: ExceptionScope[];
  keep: ReadonlySet<ScopePart>;
  onKeep: (keep: ReadonlySet<ScopePart>) => void;
  /** The reader may only ask for their own team. */
  forced: boolean;
}) {
  function toggle(part: ScopePart) {
    const next = new Set(keep);
    if (!next.delete(part)) next.add(part);
    onKeep(next);
  }
  return (
    <fieldset className="space-y-1.5">
      <legend className="mb-1 text-small font-medium">Where it holds</legend>
      {scopeParts.map((part) => {
        const name = partName(scopes, part);
        if (name === null) return null;
        const fixed = part === "team" && forced;
        return (
          <div key={part} className="flex items-baseline gap-2">
            <Checkbox
              id={`scope-${part}`}
              className="relative top-0.5"
              checked={fixed || keep.has(part)}
              disabled={fixed}
              onChange={() => toggle(part)}
            />
            <label htmlFor={`scope-${part}`} className="min-w-0 wrap-anywhere">
              {labels[part]} <span className="font-medium">{name}</span>
              {fixed && <span className="text-small text-ink-2"> (your team)</span>}
            </label>
          </div>
        );
      })}
    </fieldset>
  );
}
