import Link from "next/link";
import type { ComponentProps } from "react";
import { cx } from "./cx";

/** A link inside running text: underlined, so that it is not told by colour alone. */
export function TextLink({ className, prefetch = false, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      {...rest}
      prefetch={prefetch}
      className={cx(
        "rounded-sm underline decoration-line-strong underline-offset-3 hover:text-accent hover:decoration-accent",
        className,
      )}
    />
  );
}

/** A link in a table or list, where the place says that it is one. */
export function PlainLink({ className, prefetch = false, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link {...rest} prefetch={prefetch} className={cx("rounded-sm hover:text-accent hover:underline", className)} />
  );
}
