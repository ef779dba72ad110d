import { z } from "zod";
import { Abilities, Role, Time } from "./common";

/** GET /session: who is signed in, what they may do at all, and where they land. */
export const SessionInfo = z.object({
  user: z.object({ id: z.number().int(), name: z.string(), email: z.string(), role: Role }),
  teams: z.array(z.object({ slug: z.string(), name: z.string(), lead: z.boolean() })),
  /** By action name of the rights table: may this person do it to anything. Per-object rights come with the object. */
  abilities: Abilities,
  /** Page that this role starts on. */
  landing: z.string(),
  /** Whoever asks for an exception never approves it. Off is said on every page. */
  fourEyes: z.boolean(),
});
export type SessionInfo = z.infer<typeof SessionInfo>;

/** One signed-in browser: an item of GET /session/list. */
export const SessionRow = z.object({
  id: z.string(),
  current: z.boolean(),
  createdAt: Time,
  seenAt: Time,
  expiresAt: Time,
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
});
export type SessionRow = z.infer<typeof SessionRow>;

export const Email = z.email("an e-mail address").max(200);
/** Length decides, not a mix of characters (NIST SP 800-63B). */
export const Password = z.string().min(12, "at least 12 characters").max(200, "at most 200 characters");
export const PersonName = z.string().trim().min(1, "a name").max(100);

/** GET /setup */
export const SetupState = z.object({
  /** True until the first admin exists. */
  needed: z.boolean(),
  /** Whether the code on the server's console is asked for. */
  codeRequired: z.boolean(),
});
export type SetupState = z.infer<typeof SetupState>;

/** POST /setup: makes the first admin, once. */
export const SetupRequest = z.object({
  name: PersonName,
  email: Email,
  password: Password,
  code: z.string().trim().max(100).optional(),
});
export type SetupRequest = z.infer<typeof SetupRequest>;

/** POST /session/password */
export const PasswordChange = z.object({ current: z.string().max(200), next: Password });

export const Done = z.object({ done: z.literal(true) });
