import type { Stored } from "../integration/store";
import { NotSent } from "../outgoing/refused";
import { type OutgoingAnswer, send } from "../outgoing/request";
import type { Resolve } from "../outgoing/resolve";
import { type Outgoing, signature, slackBody } from "./message";

/** Posts to an endpoint. Throws NotSent, or the error of the network; anything but 2xx is a failure. */
export async function sendWebhook(
  endpoint: Stored<"webhook"> | Stored<"slack">,
  message: Outgoing,
  now: Date,
  resolve?: Resolve,
): Promise<void> {
  const body = endpoint.kind === "slack" ? slackBody(message) : JSON.stringify(message);
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (endpoint.kind === "webhook")
    Object.assign(headers, {
      "x-parapet-event": message.kind,
      "x-parapet-event-id": message.id,
      "x-parapet-signature": signature(endpoint.secret.key, body, now),
    });
  const { allowPrivate } = endpoint.config;
  judge(await send({ url: endpoint.secret.url, method: "POST", headers, body, allowPrivate, resolve }), now);
}

/** What the far side refuses as such, whoever sends it: of no use to try for ever. */
const refusing = [400, 404, 405, 413, 414, 415, 422];

function judge({ status, headers }: OutgoingAnswer, now: Date): void {
  if (status >= 200 && status < 300) return;
  if (status >= 300 && status < 400) throw new NotSent(`it answered ${status}, and redirects are not followed`, status);
  throw new NotSent(
    `it answered ${status}`,
    status,
    refusing.includes(status),
    retryAfter(headers["retry-after"], now),
  );
}

/** Seconds of a Retry-After header (RFC 9110 §10.2.3: seconds, or a date); at most a day. null: none, or not to be read. */
export function retryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null;
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : (Date.parse(value) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.min(86_400, Math.max(0, Math.ceil(seconds))) : null;
}
