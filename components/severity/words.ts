import type { Severity } from "@/lib/domain/vocabulary";

/** From worst to least; unknown stands beside medium, as it weighs, and never under another name. */
export const severityOrder = [
  "critical",
  "high",
  "medium",
  "unknown",
  "low",
  "info",
] as const satisfies readonly Severity[];

export const severityName: Record<Severity, string> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  unknown: "Severity unknown",
  low: "Low",
  info: "Info",
};

export const severityLetter: Record<Severity, string> = {
  critical: "C",
  high: "H",
  medium: "M",
  unknown: "?",
  low: "L",
  info: "I",
};

/** Text colour of each severity; reaches AA on paper, on surfaces and on its own soft ground. */
export const severityText: Record<Severity, string> = {
  critical: "text-critical",
  high: "text-high",
  medium: "text-medium",
  unknown: "text-ink-2",
  low: "text-low",
  info: "text-info",
};

export const severitySoft: Record<Severity, string> = {
  critical: "bg-critical-soft",
  high: "bg-high-soft",
  medium: "bg-medium-soft",
  unknown: "hatch",
  low: "bg-low-soft",
  info: "bg-info-soft",
};

export const severityFill: Record<Severity, string> = {
  critical: "bg-critical-fill",
  high: "bg-high-fill",
  medium: "bg-medium-fill",
  unknown: "hatch bg-sunken",
  low: "bg-low-fill",
  info: "bg-info-fill",
};
