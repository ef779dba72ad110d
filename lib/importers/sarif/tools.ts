import type { Kind } from "../../domain/vocabulary";

/** A tool by its driver's name: one spelling of it, and what its results are unless their rule says otherwise. */
export interface Tool {
  name: string;
  kind: Kind;
}

/** Names that tools give themselves in `tool.driver.name` (their own sources and published reports, 2019 to 2026). */
const known: readonly (readonly [RegExp, string, Kind])[] = [
  [/^(aqua\w* )*trivy\b/, "trivy", "vulnerability"],
  [/^grype\b|^anchore/, "grype", "vulnerability"],
  [/^codeql\b|^lgtm\b/, "codeql", "weakness"],
  [/^semgrep\b/, "semgrep", "weakness"],
  [/^opengrep\b/, "opengrep", "weakness"],
  [/^snyk ?open ?source\b/, "snyk-open-source", "vulnerability"],
  [/^snyk ?container\b/, "snyk-container", "vulnerability"],
  [/^snyk ?(iac|infrastructure)/, "snyk-iac", "misconfiguration"],
  [/^snyk ?code\b/, "snyk-code", "weakness"],
  [/^snyk\b/, "snyk", "vulnerability"],
  [/^osv-?scanner\b/, "osv-scanner", "vulnerability"],
  [/^(owasp )?dependency-?check\b/, "dependency-check", "vulnerability"],
  [/^(checkov|bridgecrew)\b/, "checkov", "misconfiguration"],
  [/^(checkmarx )?kics\b/, "kics", "misconfiguration"],
  [/^kube-?linter\b/, "kube-linter", "misconfiguration"],
  [/^kube-?score\b/, "kube-score", "misconfiguration"],
  [/^kube-?scape\b/, "kubescape", "misconfiguration"],
  [/^(owasp )?zap\b|zed attack proxy/, "zap", "weakness"],
  [/^gosec\b|golang security checks/, "gosec", "weakness"],
  [
    /^(gitleaks|trufflehog|ggshield|gitguardian|detect-secrets|secretlint|talisman|kingfisher|whispers|credscan)\b/,
    "",
    "secret",
  ],
  [/^(credential scanner|noseyparker|nosey parker|git-secrets|spectral secrets|secretscanner)\b/, "", "secret"],
  [
    /^(terrascan|tfsec|defsec|tflint|kubesec|polaris|hadolint|dockle|dockerfilelint|conftest|regula|prowler)\b/,
    "",
    "misconfiguration",
  ],
  [
    /^(cfn[-_]lint|cfn[-_]nag|cloudsploit|template-?analyzer|ansible-?lint|actionlint|zizmor|poutine)\b/,
    "",
    "misconfiguration",
  ],
  [
    /^(scorecard|kyverno|datree|kubeconform|steampipe|powerpipe|psrule|docker-?bench|kube-?bench|octoscan)\b/,
    "",
    "misconfiguration",
  ],
  [
    /^(govulncheck|npm[- ]audit|pip-audit|cargo-audit|bundler-audit|safety|retire\.?js|clair|docker scout|black ?duck)\b/,
    "",
    "vulnerability",
  ],
  [
    /^(mend|whitesource|jfrog xray|xray|sonatype|nancy|twistcli|prisma|microscanner|vuls|depscan|wiz)\b/,
    "",
    "vulnerability",
  ],
  [/^(clamav|yara|guarddog|malcontent)\b/, "", "malware"],
];

/** The tool behind a driver's name, which may be any text. "sarif" where it is none. */
export function toolOf(driverName: string): Tool {
  const given = driverName.trim().toLowerCase().slice(0, 200);
  const slug = given
    .replace(/[^\p{L}\p{N}._+@/-]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  for (const [pattern, name, kind] of known) {
    const match = pattern.exec(given);
    if (match) return { name: name || slugOf(match[0]), kind };
  }
  return { name: slug || "sarif", kind: "weakness" };
}

const slugOf = (text: string) => text.trim().replace(/[ _]+/g, "-");
