import { z } from "zod";
import { Time } from "./common";

/** GET and POST /remediations/{id}/ticket */
export const Ticket = z.object({
  /** Is a repository set for its team? */
  available: z.boolean(),
  ticket: z
    .object({
      repository: z.string(),
      /** null: it is not made yet. */
      number: z.number().int().nullable(),
      url: z.string().nullable(),
      state: z.enum(["open", "closed"]),
      syncedAt: Time.nullable(),
      /** Why the tracker does not follow. */
      error: z.string().nullable(),
    })
    .nullable(),
});
export type Ticket = z.infer<typeof Ticket>;
