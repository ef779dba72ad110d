import { createHmac } from "node:crypto";
import { type NoticeKind, noticeKinds } from "@/lib/domain/notice/kinds";
import { publicOrigin } from "../setting/public-origin";

/** What goes over the wire, whatever the channel. Names and numbers within the recipient's scope; no evidence. */
export interface Outgoing {
  /** Of the event: the same on every try, so that a receiver can drop what it has already. */
  id: string;
  kind: NoticeKind | "test";
  /** ISO. */
  at: string;
  title: string;
  text: string | null;
  /** null: the installation does not say by what address people open it (PUBLIC_URL). */
  url: string | null;
  /** `finding:12` */
  subject: string;
  severity: string | null;
  /** Slugs, of those that the recipient may know of. */
  teams: string[];
  lines: { text: string; url: string | null }[];
}

export function absolute(path: string): string | null {
  const origin = publicOrigin();
  return origin ? origin + path : null;
}

/** Body of a mail: plain text, and why one gets it. */
export function mailText(message: Outgoing): string {
  const lines = message.lines.map(({ text, url }) => (url ? `- ${text}\n  ${url}` : `- ${text}`));
  const parts = [message.title, message.text, lines.join("\n"), message.url];
  const why =
    message.kind === "test"
      ? "This is a test."
      : `You get this because: ${noticeKinds[message.kind].label.toLowerCase()}.`;
  const settings = absolute("/settings/notifications");
  return `${parts.filter(Boolean).join("\n\n")}\n\n-- \n${why}${settings ? `\n${settings}` : ""}\n`;
}

/** Body for an incoming webhook as Slack documents it, which Mattermost and others take as well. */
export function slackBody(message: Outgoing): string {
  const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const link = (text: string, url: string | null) =>
    url ? `<${url}|${escaped(text).replaceAll("|", "¦")}>` : escaped(text);
  const lines = message.lines.map(({ text, url }) => `• ${link(text, url)}`);
  const text = [`*${link(message.title, message.url)}*`, message.text === null ? "" : escaped(message.text), ...lines];
  return JSON.stringify({ text: text.filter(Boolean).join("\n") });
}

/**
 * Signature of a webhook: HMAC-SHA256 over `<seconds since 1970>.<body>`, hex, in the header
 * `X-Parapet-Signature: t=<seconds>,v1=<hex>`. The time in it lets a receiver refuse what is replayed later.
 */
export function signature(key: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac("sha256", key).update(`${seconds}.${body}`).digest("hex")}`;
}
