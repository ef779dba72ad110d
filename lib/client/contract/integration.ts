import { z } from "zod";
import { noticeKindList } from "../../domain/notice/kinds";
import { RowId, Slug, Time } from "./common";

export const IntegrationKind = z.enum(["smtp", "slack", "webhook", "github"]);
export type IntegrationKind = z.infer<typeof IntegrationKind>;

const Name = z.string().trim().min(1, "a name").max(100);
const Host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[a-z0-9.:[\]-]+$/i, "a host name");
const Secret = z.string().min(1).max(500);
const Url = z
  .url({ protocol: /^https?$/, error: "an address that begins with https://" })
  .max(1000)
  // Asked of what is no address as well.
  .refine(
    (text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === "",
    "an address without a user name or password in it",
  );

export const SmtpConfig = z.object({
  host: Host,
  port: z.number().int().min(1).max(65_535),
  /** tls: from the first byte (465); starttls: required after the greeting (587); none: for a relay on this machine. */
  security: z.enum(["tls", "starttls", "none"]),
  user: z.string().max(200).nullable(),
  from: z.string().trim().min(3).max(200).regex(/@/, "an address to send from"),
});
/** `host` is all that is shown of where it goes: the rest of such addresses is a secret. */
export const EndpointConfig = z.object({ host: z.string(), allowPrivate: z.boolean() });
/** A team's repository, as owner/name. */
const Repository = z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, "owner/name");
export const GithubConfig = z.object({
  apiUrl: Url,
  allowPrivate: z.boolean(),
  /** By slug of the team. */
  repositories: z.record(Slug, Repository),
  /** Make an issue for each remediation of such a team. */
  automatic: z.boolean(),
});
export type SmtpConfig = z.infer<typeof SmtpConfig>;
export type EndpointConfig = z.infer<typeof EndpointConfig>;
export type GithubConfig = z.infer<typeof GithubConfig>;

/** POST /integrations */
export const IntegrationCreate = z.discriminatedUnion("kind", [
  SmtpConfig.extend({ kind: z.literal("smtp"), name: Name, password: Secret.nullish() }),
  z.object({ kind: z.literal("slack"), name: Name, url: Url, allowPrivate: z.boolean().default(false) }),
  z.object({ kind: z.literal("webhook"), name: Name, url: Url, allowPrivate: z.boolean().default(false) }),
  GithubConfig.partial({ repositories: true, automatic: true, allowPrivate: true }).extend({
    kind: z.literal("github"),
    name: Name,
    token: Secret,
  }),
]);
export type IntegrationCreate = z.infer<typeof IntegrationCreate>;

/** PATCH /integrations/{id}: what is left out stays; of what its kind has. A secret is replaced, never shown. */
export const IntegrationUpdate = z.object({
  name: Name.optional(),
  disabled: z.boolean().optional(),
  host: Host.optional(),
  port: SmtpConfig.shape.port.optional(),
  security: SmtpConfig.shape.security.optional(),
  user: SmtpConfig.shape.user.optional(),
  from: SmtpConfig.shape.from.optional(),
  password: Secret.optional(),
  url: Url.optional(),
  allowPrivate: z.boolean().optional(),
  apiUrl: Url.optional(),
  repositories: GithubConfig.shape.repositories.optional(),
  automatic: z.boolean().optional(),
  token: Secret.optional(),
  /** Make a new key for signatures, and show it once. */
  newKey: z.literal(true).optional(),
});
export type IntegrationUpdate = z.infer<typeof IntegrationUpdate>;

/** `key` signs what is sent (webhook) or received (github); this is the only time that it is shown. */
export const IntegrationMade = z.object({ id: RowId, key: z.string().nullable() });

export const IntegrationRow = z.object({
  id: RowId,
  kind: IntegrationKind,
  name: z.string(),
  config: z.union([SmtpConfig, GithubConfig, EndpointConfig]),
  hasSecret: z.boolean(),
  disabledAt: Time.nullable(),
  /** Why, where it was not an admin. */
  disabledFor: z.string().nullable(),
  failingSince: Time.nullable(),
  lastOkAt: Time.nullable(),
  lastError: z.string().nullable(),
  lastErrorAt: Time.nullable(),
  waiting: z.number().int(),
  failed: z.number().int(),
  /** When the first of those that wait is tried again. */
  nextAt: Time.nullable(),
});
export type IntegrationRow = z.infer<typeof IntegrationRow>;
export const IntegrationList = z.object({
  items: z.array(IntegrationRow),
  /** Address that links in messages begin with; null: PUBLIC_URL is not set, so messages have none. */
  publicUrl: z.string().nullable(),
  /** Where GitHub sends its webhooks, from that address on. */
  webhookPath: z.string(),
});
export type IntegrationList = z.infer<typeof IntegrationList>;

export const TestResult = z.object({ ok: z.boolean(), error: z.string().nullable() });

/** GET /integrations/{id}/deliveries: the latest, those that wait or failed first. */
export const DeliveryRow = z.object({
  id: z.string(),
  kind: z.enum(noticeKindList),
  /** Of a mail: to whom. */
  person: z.string().nullable(),
  createdAt: Time,
  attempts: z.number().int(),
  triedAt: Time.nullable(),
  nextAt: Time.nullable(),
  deliveredAt: Time.nullable(),
  failedAt: Time.nullable(),
  error: z.string().nullable(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;
export const DeliveryList = z.object({ items: z.array(DeliveryRow) });
export const RetryDone = z.object({ retried: z.number().int() });
