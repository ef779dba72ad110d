"use client";

import type { ReactNode, RefObject } from "react";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/input";

type CommentFormProps = {
  text: string;
  onText: (text: string) => void;
  onSend: () => void;
  busy: boolean;
  error: string | null | undefined;
  box?: RefObject<HTMLTextAreaElement | null>;
  /** Beside the button that sends. */
  children?: ReactNode;
};

/** One more comment; Ctrl or ⌘ with Enter sends it. Nothing but blanks is never sent. */
export function CommentForm({ text, onText, onSend, busy, error, box, children }: CommentFormProps) {
  return (
    <form
      className="mt-3 space-y-2 first:mt-0"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "" && !busy) onSend();
      }}
    >
      <Field label="Comment" error={error}>
        {(ids) => (
          <Textarea
            {...ids}
            ref={box}
            maxLength={4000}
            rows={3}
            value={text}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" busy={busy} disabled={text.trim() === ""}>
          Comment
        </Button>
        {children}
      </div>
    </form>
  );
}
