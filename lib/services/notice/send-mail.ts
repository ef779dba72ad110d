import { createTransport } from "nodemailer";
import type { Stored } from "../integration/store";
import { NotSent } from "../outgoing/refused";
import { mailText, type Outgoing } from "./message";

export interface MailTo {
  name: string;
  email: string;
}

const TIMEOUT = 15_000;

/**
 * Hands one mail to the server. Its Message-ID is the event's, so a second try after a lost answer can be told. Throws
 * NotSent: `final` where the server refuses this recipient or this mail for good (5yz), whatever is tried later.
 */
export async function sendMail(smtp: Stored<"smtp">, to: MailTo, message: Outgoing): Promise<void> {
  const { host, port, security, user, from } = smtp.config;
  const password = smtp.secret.password;
  const transport = createTransport({
    ...{ host, port, secure: security === "tls", requireTLS: security === "starttls", ignoreTLS: security === "none" },
    ...(user && password ? { auth: { user, pass: password } } : {}),
    ...{ connectionTimeout: TIMEOUT, greetingTimeout: TIMEOUT, socketTimeout: TIMEOUT, dnsTimeout: TIMEOUT },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  try {
    await transport.sendMail({
      ...{ from, to: { name: to.name, address: to.email }, text: mailText(message) },
      subject: `[Parapet] ${message.title}`,
      messageId: `<${message.id}.${to.email.replace(/[^a-z0-9]/gi, "-")}@parapet>`,
      headers: { "Auto-Submitted": "auto-generated", "X-Parapet-Event-Id": message.id },
    });
  } catch (error) {
    throw asNotSent(error);
  } finally {
    transport.close();
  }
}

/** What nodemailer says, without the server's own words, which may repeat what it was given. */
function asNotSent(error: unknown): NotSent {
  const told = error as { code?: unknown; responseCode?: unknown; command?: unknown };
  const code = typeof told.code === "string" ? told.code : "unknown";
  const status = typeof told.responseCode === "number" ? told.responseCode : null;
  if (code === "EAUTH") return new NotSent("the server refuses the user name or password", status);
  if (code === "EENVELOPE" || code === "EMESSAGE") {
    const what = code === "EENVELOPE" ? "the sender or recipient" : "the message";
    return new NotSent(
      `the server refuses ${what}${status ? ` (${status})` : ""}`,
      status,
      status !== null && status >= 500,
    );
  }
  if (code === "ETLS") return new NotSent("the connection could not be encrypted", status);
  if (code === "ETIMEDOUT") return new NotSent("it took too long");
  return new NotSent(`the server cannot be reached (${code})`, status);
}
