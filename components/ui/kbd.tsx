/** A key of the keyboard. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line-strong px-1 font-sans text-glyph text-ink-2">
      {children}
    </kbd>
  );
}
