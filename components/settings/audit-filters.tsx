"use client";

import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/input";

export interface AuditWords {
  action: string;
  actor: string;
  target: string;
  from: string;
  to: string;
}

const fields = [
  { name: "actor", label: "Who", hint: "ada@example.org", type: "search" },
  { name: "action", label: "Did what", hint: "user. or token.create", type: "search" },
  { name: "target", label: "To what", hint: "cluster:prod", type: "search" },
  { name: "from", label: "From", hint: undefined, type: "date" },
  { name: "to", label: "To", hint: undefined, type: "date" },
] as const;

export function AuditFilters({
  words,
  onChange,
  onClear,
}: {
  words: AuditWords;
  onChange: (words: AuditWords) => void;
  onClear: () => void;
}) {
  return (
    <search className="grid grid-cols-2 items-end gap-3 pb-3 sm:grid-cols-3 lg:grid-cols-[1fr_1fr_1fr_9rem_9rem_auto]">
      {fields.map(({ name, label, hint, type }) => (
        <Field key={name} label={label}>
          {(ids) => (
            <Input
              {...ids}
              type={type}
              maxLength={100}
              placeholder={hint}
              value={words[name]}
              onChange={(event) => onChange({ ...words, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Button look="quiet" onClick={onClear} disabled={Object.values(words).every((word) => word === "")}>
        Clear
      </Button>
    </search>
  );
}
