"use client";

import type { ReactNode } from "react";
import { FormDialog } from "@/components/ui/form-dialog";
import { Field, Textarea } from "@/components/ui/input";

/** The last question before a decision, with room for a word to whoever asked. */
export function DecideDialog({
  title,
  submit,
  open,
  busy,
  problem,
  onClose,
  onSubmit,
  children,
}: {
  title: string;
  submit: string;
  open: boolean;
  busy: boolean;
  problem: string | null;
  onClose: () => void;
  onSubmit: (note: string | undefined) => void;
  children: ReactNode;
}) {
  return (
    <FormDialog
      title={title}
      open={open}
      onClose={onClose}
      submit={submit}
      busy={busy}
      problem={problem}
      onSubmit={({ note }) => onSubmit(note)}
    >
      <div className="text-ink-2">{children}</div>
      <Field label="Note" hint="Whoever asked can read it.">
        {(ids) => <Textarea {...ids} name="note" maxLength={2000} rows={3} />}
      </Field>
    </FormDialog>
  );
}
