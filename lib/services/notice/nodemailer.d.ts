/** As much of nodemailer as is used here; the package has no types of its own. */
declare module "nodemailer" {
  interface SmtpOptions {
    host: string;
    port: number;
    secure: boolean;
    requireTLS?: boolean;
    ignoreTLS?: boolean;
    auth?: { user: string; pass: string };
    connectionTimeout?: number;
    greetingTimeout?: number;
    socketTimeout?: number;
    dnsTimeout?: number;
    disableFileAccess?: boolean;
    disableUrlAccess?: boolean;
  }
  interface Mail {
    from: string;
    to: { name: string; address: string };
    subject: string;
    text: string;
    messageId?: string;
    headers?: Record<string, string>;
  }
  interface Transport {
    sendMail(mail: Mail): Promise<unknown>;
    close(): void;
  }
  export function createTransport(options: SmtpOptions): Transport;
}
