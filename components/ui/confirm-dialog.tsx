"use client";

import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Notice } from "./notice";

/** Asks before something that cannot be taken back. The button says what happens, never "OK". */
export function ConfirmDialog({
  title,
  open,
  onClose,
  onConfirm,
  confirm,
  danger = true,
  busy,
  problem,
  children,
}: {
  title: string;
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
  confirm: string;
  danger?: boolean;
  busy: boolean;
  problem?: string | null;
  children: ReactNode;
}) {
  return (
    <Dialog
      title={title}
      open={open}
      onClose={onClose}
      width="max-w-md"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look={danger ? "danger" : "primary"} busy={busy} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {problem && (
        <Notice tone="bad" role="alert">
          {problem}
        </Notice>
      )}
      <div className="space-y-2">{children}</div>
    </Dialog>
  );
}
