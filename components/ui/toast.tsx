"use client";

import { X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { Button, IconButton } from "./button";

type Toast = { key: number; text: string; undo?: () => void; bad?: boolean; from: Element | null };
type Say = (text: string, options?: { undo?: () => void; bad?: boolean }) => void;

const Toasts = createContext<Say>(() => {});

/** Says what was done, with the way back. Failures stay until they are closed. */
export function useToast(): Say {
  return useContext(Toasts);
}

function Item({ toast, onDone }: { toast: Toast; onDone: (key: number) => void }) {
  const { key, text, undo, bad, from } = toast;
  const close = () => {
    onDone(key);
    // The button that was pressed goes away; the hands go back to where they came from.
    if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
  };
  useEffect(() => {
    if (bad) return;
    const timer = setTimeout(() => onDone(key), undo ? 8000 : 4000);
    return () => clearTimeout(timer);
  }, [key, undo, bad, onDone]);
  return (
    <div
      role={bad ? "alert" : undefined}
      className="slide-in flex items-center gap-2 rounded-md border border-line-strong bg-raised py-1.5 pr-1.5 pl-3 shadow-float"
    >
      <span className={bad ? "text-critical" : undefined}>{text}</span>
      {undo && (
        <Button
          size="sm"
          look="quiet"
          className="text-accent!"
          onClick={() => {
            undo();
            close();
          }}
        >
          Undo
        </Button>
      )}
      <IconButton label="Dismiss" size="sm" tip={false} onClick={close}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const next = useRef(1);
  const done = useCallback((key: number) => setToasts((all) => all.filter((toast) => toast.key !== key)), []);
  const say = useMemo<Say>(
    () => (text, options) => {
      const key = next.current++;
      setToasts((all) => [...all.slice(-2), { key, text, from: document.activeElement, ...options }]);
    },
    [],
  );
  return (
    <Toasts value={say}>
      {children}
      <section
        aria-label="Notifications"
        aria-live="polite"
        className="fixed right-4 bottom-4 z-50 flex max-w-[calc(100vw-32px)] flex-col items-end gap-2"
      >
        {toasts.map((toast) => (
          <Item key={toast.key} toast={toast} onDone={done} />
        ))}
      </section>
    </Toasts>
  );
}
