import { ChevronDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { cx } from "./cx";

const box =
  "w-full rounded-md border border-field-line bg-surface text-body text-ink focus-visible:outline-offset-0 aria-invalid:border-critical";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={cx(box, "h-8 px-2.5", className)} />;
}

/** The browser's own select, which works on every phone and with every reader, under an arrow of our own. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cx("relative inline-block", className)}>
      <select {...rest} className={cx(box, "h-8 appearance-none pr-8 pl-2.5")} />
      <ChevronDown
        size={14}
        aria-hidden="true"
        className="pointer-events-none absolute top-2.25 right-2.5 text-ink-3"
      />
    </span>
  );
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} className={cx(box, "min-h-20 px-2.5 py-1.5", className)} />;
}

type FieldIds = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };

/** Label, control, hint and error, tied together. The control gets its ids from the function. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  children: (ids: FieldIds) => ReactNode;
}) {
  const id = useId();
  const note = error || hint ? `${id}-note` : undefined;
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block text-small font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": note, "aria-invalid": error ? true : undefined })}
      {note && (
        <p id={note} className={cx("text-small", error ? "text-critical" : "text-ink-2")}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
