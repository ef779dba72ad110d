export type Side = "start" | "end";

/**
 * Where a floating box goes: under its anchor, over it when there is no room below, and never out of the window.
 * Measured in CSS pixels of the viewport.
 */
export function place(anchor: DOMRect, box: { width: number; height: number }, side: Side, gap = 4) {
  const margin = 8;
  const { innerWidth, innerHeight } = window;
  const below = innerHeight - anchor.bottom - gap - margin;
  const above = anchor.top - gap - margin;
  const up = box.height > below && above > below;
  const left = side === "start" ? anchor.left : anchor.right - box.width;
  return {
    left: Math.max(margin, Math.min(left, innerWidth - box.width - margin)),
    top: up ? Math.max(margin, anchor.top - gap - box.height) : anchor.bottom + gap,
    maxHeight: Math.max(120, up ? above : below),
  };
}
