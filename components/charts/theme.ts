/** One look for every chart: the product's tokens, so that both themes follow. */
export const chart = {
  text: { fill: "var(--ink-2)", fontSize: 13, fontFamily: "var(--font-geist-sans)" },
  grid: "var(--line)",
  axis: "var(--line-strong)",
  cursor: "var(--hover)",
} as const;

export const severityChartFill = {
  critical: "var(--sev-critical-fill)",
  high: "var(--sev-high-fill)",
  medium: "var(--sev-medium-fill)",
  unknown: "var(--line-strong)",
  low: "var(--sev-low-fill)",
  info: "var(--sev-info-fill)",
} as const;
