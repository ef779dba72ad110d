import type { IntegrationKind, IntegrationRow } from "@/lib/client/contract/integration";

export const kindWords: Record<IntegrationKind, string> = {
  smtp: "Mail server",
  slack: "Slack-compatible channel",
  webhook: "Signed webhook",
  github: "GitHub issues",
};

/** Where it leads, as far as that is no secret. */
export function whereWords({ config }: IntegrationRow): string {
  if ("port" in config) return `${config.host}:${config.port}, from ${config.from}`;
  if ("apiUrl" in config) {
    const teams = Object.keys(config.repositories).length;
    return `${new URL(config.apiUrl).host}, ${teams} ${teams === 1 ? "team" : "teams"}`;
  }
  return config.host;
}

export type Health = "off" | "failing" | "works" | "unused";

export function healthOf(one: IntegrationRow): Health {
  if (one.disabledAt) return "off";
  const failed = one.lastErrorAt !== null && (one.lastOkAt === null || one.lastErrorAt > one.lastOkAt);
  if (one.failingSince || failed) return "failing";
  return one.lastOkAt ? "works" : "unused";
}

/** "checkout owner/name", a line each, as an object; what is not of that form stays, so that the server says so. */
export function repositoriesOf(text: string): Record<string, string> {
  const lines = text.split("\n").map((line) => line.trim());
  return Object.fromEntries(
    lines.filter(Boolean).map((line) => {
      const [team = "", repository = ""] = line.split(/[\s=:]+/);
      return [team, repository];
    }),
  );
}

export const repositoryLines = (repositories: Record<string, string>): string =>
  Object.entries(repositories)
    .map(([team, repository]) => `${team} ${repository}`)
    .join("\n");
