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

/** Over time the lesser severities are most of the picture: they stand back, so that the worst is what one sees. */
export const severityOverTime = {
  critical: 1,
  high: 0.9,
  medium: 0.45,
  unknown: 0.6,
  low: 0.4,
  info: 0.4,
} as const;
