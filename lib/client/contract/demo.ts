import { z } from "zod";

/** GET /demo: how much of the sample data is there; null on an installation without any. */
export const DemoState = z.object({
  demo: z
    .object({
      /** Day of the past that has come in, of so many. */
      day: z.number().int(),
      days: z.number().int(),
      done: z.boolean(),
    })
    .nullable(),
});
export type DemoState = z.infer<typeof DemoState>;
