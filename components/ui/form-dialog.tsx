"use client";

import { type ReactNode, useId } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Notice } from "./notice";
import { formText } from "./use-write";

/** A form that must be answered or left: fields, what is wrong, and one primary action. */
export function FormDialog({
  title,
  open,
  onClose,
  onSubmit,
  submit,
  busy,
  problem,
  children,
}: {
  title: string;
  open: boolean;
  onClose: () => void;
  onSubmit: (fields: Record<string, string>) => void;
  submit: string;
  busy: boolean;
  problem: string | null;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <Dialog
      title={title}
      open={open}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={id} busy={busy}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(formText(event.currentTarget));
        }}
      >
        {problem && (
          <Notice tone="bad" role="alert">
            {problem}
          </Notice>
        )}
        {children}
      </form>
    </Dialog>
  );
}
