import type { ComponentProps } from "react";
import { cx } from "./cx";

/** The browser's checkbox in the product's accent. */
export function Checkbox({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  return <input {...rest} type="checkbox" className={cx("size-3.5 shrink-0 accent-(--accent-fill)", className)} />;
}
