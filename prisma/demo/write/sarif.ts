import { hex } from "../chance";
import { sourceHost } from "../company/ownership";
import { type CodeFact, codeFacts } from "../facts/code";

/** `semgrep scan --sarif` of a repository so many days ago. Lines move; the fingerprints stay. */
export function semgrepSarif(repository: string, ago: number, at: Date) {
  const found = codeFacts.filter(
    (fact) =>
      fact.repository === repository && ago <= (fact.since ?? Number.POSITIVE_INFINITY) && ago > (fact.until ?? -1),
  );
  // It describes every rule that it looked for, not only those that it found.
  const rules = [...new Map(codeFacts.map((fact) => [fact.rule, fact])).values()];
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Semgrep OSS", semanticVersion: "1.128.1", rules: rules.map(ruleOf) } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: [], endTimeUtc: at.toISOString() }],
        versionControlProvenance: [{ repositoryUri: `https://${sourceHost}/${repository}`, branch: "main" }],
        results: found.map((fact) => resultOf(fact, ago)),
      },
    ],
  };
}

const severities = { error: "ERROR", warning: "WARNING", note: "INFO" };

const ruleOf = ({ rule, level, cwe, title }: CodeFact) => ({
  id: rule,
  name: rule,
  shortDescription: { text: `Semgrep Finding: ${rule}` },
  fullDescription: { text: title },
  defaultConfiguration: { level },
  helpUri: `https://semgrep.dev/r/${rule}`,
  properties: { precision: "very-high", tags: [cwe, "security", severities[level]] },
});

function resultOf({ rule, title, path, line, snippet, suppressed }: CodeFact, ago: number) {
  // Something above it grows by a line now and then.
  const startLine = line + Math.floor((90 - ago) / 30);
  return {
    ruleId: rule,
    message: { text: title },
    fingerprints: { "matchBasedId/v1": `${hex(`${rule} ${path} ${snippet}`, 128)}_0` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path, uriBaseId: "%SRCROOT%" },
          region: {
            startLine,
            startColumn: 5,
            endLine: startLine,
            endColumn: 5 + snippet.length,
            snippet: { text: snippet },
          },
        },
      },
    ],
    ...(suppressed ? { suppressions: [{ kind: "inSource", justification: suppressed }] } : {}),
    properties: {},
  };
}
