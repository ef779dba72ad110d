const short: Record<string, string> = {
  trivy: "Tv",
  "trivy-operator": "Tv",
  "kube-bench": "kb",
  falco: "Fa",
  kubescape: "Ks",
  grype: "Gr",
  kubernetes: "K8",
  polaris: "Po",
  kyverno: "Ky",
  "policy-report": "Pr",
  gatekeeper: "Gk",
};

/** Which tools say so, as two letters each; the names are in the tip. */
export function ToolGlyphs({ tools }: { tools: string[] }) {
  if (tools.length === 0) return <span className="text-ink-3">no witness</span>;
  return (
    <span
      role="img"
      aria-label={`Reported by ${tools.join(", ")}`}
      data-tip={tools.join(", ")}
      className="inline-flex gap-0.5"
    >
      {tools.slice(0, 3).map((tool) => (
        <span
          key={tool}
          className="inline-flex h-4.5 min-w-5.5 items-center justify-center rounded-sm border border-line-strong px-0.5 text-glyph font-medium text-ink-2"
        >
          {short[tool.toLowerCase()] ?? tool.slice(0, 2)}
        </span>
      ))}
      {tools.length > 3 && <span className="text-small text-ink-2">+{tools.length - 3}</span>}
    </span>
  );
}
