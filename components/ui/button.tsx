import type { ButtonHTMLAttributes, ReactNode } from "react";
import { cx } from "./cx";

const looks = {
  primary: "bg-accent-fill text-on-accent hover:bg-accent-fill-hover font-medium",
  secondary: "border border-line-strong bg-surface hover:bg-hover",
  quiet: "text-ink-2 hover:bg-hover hover:text-ink",
  danger: "border border-line-strong bg-surface text-critical hover:bg-critical-soft",
} as const;

export type ButtonLook = keyof typeof looks;

/** Classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = "secondary", size: "md" | "sm" = "md"): string {
  return cx(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md whitespace-nowrap select-none",
    "aria-disabled:opacity-50 disabled:opacity-50",
    size === "md" ? "h-8 px-3 text-body" : "h-7 px-2 text-small",
    looks[look],
  );
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; size?: "md" | "sm"; busy?: boolean };

/** `busy` keeps the width and the focus, and says so to assistive technology. */
export function Button({
  look = "secondary",
  size = "md",
  busy = false,
  className,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
      className={cx(buttonClass(look, size), className)}
    />
  );
}

type IconButtonProps = Omit<ButtonProps, "children" | "aria-label"> & {
  label: string;
  children: ReactNode;
  tip?: boolean;
};

/** A square button whose name is only heard, and shown as a tip. */
export function IconButton({
  label,
  children,
  size = "md",
  look = "quiet",
  tip = true,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Button
      {...rest}
      look={look}
      size={size}
      aria-label={label}
      data-tip={tip ? label : undefined}
      className={cx(size === "md" ? "w-8 px-0!" : "w-7 px-0!", className)}
    >
      {children}
    </Button>
  );
}
