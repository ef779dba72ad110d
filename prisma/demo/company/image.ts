import type { Level } from "../facts/package-line";
import type { Stack } from "./stacks";

export interface Secret {
  ruleId: string;
  category: string;
  title: string;
  severity: "CRITICAL" | "HIGH" | "MEDIUM";
  path: string;
  line: number;
  /** As Trivy prints it, masked. */
  match: string;
}

/** State of each stack, in their order; null: this version does not have it. */
export type Levels = readonly (Level | null)[];

export interface ImageLine {
  repository: string;
  stacks: Stack[];
  tags: Record<string, Levels>;
  secrets: Secret[];
}

/** The company's own registry; everything without a host is there. */
export const registry = "registry.northgate.example";

/** @param name `team/name` in the company's registry, or a whole repository */
export function image(name: string, stacks: Stack[], tags: Record<string, Levels>, secrets: Secret[] = []): ImageLine {
  const repository = /^[^/]+\.[^/]+\//.test(name) ? name : `${registry}/${name}`;
  for (const [tag, levels] of Object.entries(tags)) {
    if (levels.length !== stacks.length) throw new Error(`${name}:${tag} has ${stacks.length} stacks`);
  }
  return { repository, stacks, tags, secrets };
}
