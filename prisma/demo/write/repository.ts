import { sourceHost } from "../company/ownership";
import { type RepositoryFact, repositories } from "../facts/repositories";
import { head, linkOf, secretResult } from "./trivy";
import { isWrong } from "./wave";

export { repositories };

/** `trivy repo --format json` of a source repository: dependencies, Dockerfile and Terraform, secrets. */
export function trivyRepository(repository: RepositoryFact, ago: number, at: Date) {
  const url = `https://${sourceHost}/${repository.name}.git`;
  const configs = repository.files.map((file) => {
    const failed = file.checks.filter(({ id }) => isWrong(`${repository.name} ${file.path} ${id}`, 0.999, ago));
    return {
      Target: file.path,
      Class: "config",
      Type: file.type,
      MisconfSummary: { Successes: 20 - failed.length, Failures: failed.length },
      Misconfigurations: failed.map((check) => ({
        Type: file.type === "dockerfile" ? "Dockerfile Security Check" : "Terraform Security Check",
        ID: check.id,
        AVDID: check.id,
        Title: check.title,
        Message: check.message,
        Resolution: check.fix,
        Severity: check.severity,
        PrimaryURL: linkOf(check.id).replace("/nvd/", "/misconfig/"),
        Status: "FAIL",
        CauseMetadata: {
          Provider: file.type === "dockerfile" ? "Dockerfile" : "AWS",
          Resource: check.resource ?? "",
          StartLine: check.line,
        },
      })),
    };
  });
  return {
    ...head(url, "repository", at),
    Metadata: { RepoURL: url, Branch: "main" },
    Results: [
      {
        Target: repository.lockFile,
        Class: "lang-pkgs",
        Type: repository.lockType,
        Vulnerabilities: repository.flaws.map((flaw) => ({
          VulnerabilityID: flaw.id,
          PkgName: flaw.package,
          InstalledVersion: flaw.installed,
          FixedVersion: flaw.fixedVersion,
          Status: "fixed",
          SeveritySource: "ghsa",
          PrimaryURL: linkOf(flaw.id),
          Title: `${flaw.package}: ${flaw.title}`,
          Severity: flaw.severity.toUpperCase(),
        })),
      },
      ...configs,
      ...repository.secrets.map(secretResult),
    ],
  };
}
