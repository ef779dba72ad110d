import { z } from "zod";
import { type Severity, severities } from "@/lib/domain/vocabulary";
import { Abilities } from "./common";

const Days = z.number().int().min(1, "at least a day").max(3650, "at most ten years").nullable();
const bySeverity = Object.fromEntries(severities.list.map((severity) => [severity, Days])) as Record<
  Severity,
  typeof Days
>;

/** Days to remediate by severity, and while the flaw is known to be exploited; null: never due. */
export const SlaMatrix = z
  .object({ days: z.object(bySeverity), exploited: z.object(bySeverity) })
  .superRefine(({ days, exploited }, context) => {
    for (const severity of severities.list) {
      const [plain, fast] = [days[severity], exploited[severity]];
      if (plain !== null && (fast === null || fast > plain))
        context.addIssue({
          code: "custom",
          message: "What is exploited is due no later than what is not.",
          path: ["exploited", severity],
        });
    }
  });
export type SlaMatrix = z.infer<typeof SlaMatrix>;

export const SlaEnvironment = z.object({ name: z.string().trim().min(1, "a name").max(50), matrix: SlaMatrix });

export const SlaPolicyBody = z
  .object({
    /** For every environment that is not named. */
    matrix: SlaMatrix,
    environments: z.array(SlaEnvironment).max(20),
  })
  .refine(({ environments }) => new Set(environments.map(({ name }) => name)).size === environments.length, {
    message: "each environment once",
    path: ["environments"],
  });
export type SlaPolicyBody = z.infer<typeof SlaPolicyBody>;

/** GET /sla */
export const SlaState = z.object({
  policy: SlaPolicyBody,
  /** Environments of the clusters within the reader's scope. */
  environments: z.array(z.string()),
  /** A due date is at risk when it is this near. */
  atRiskDays: z.number().int(),
  abilities: Abilities,
});
export type SlaState = z.infer<typeof SlaState>;

/** POST /sla/preview: what saving would change now. Findings; breached ones are those that need action. */
export const SlaPreview = z.object({
  changed: z.number().int(),
  earlier: z.number().int(),
  later: z.number().int(),
  /** Have a due date from now on. */
  gain: z.number().int(),
  lose: z.number().int(),
  breachedNow: z.number().int(),
  breachedThen: z.number().int(),
});
export type SlaPreview = z.infer<typeof SlaPreview>;
