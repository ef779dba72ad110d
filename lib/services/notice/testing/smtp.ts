import { type AddressInfo, createServer, type Socket } from "node:net";

export interface MailServer {
  port: number;
  mails: { from: string; to: string; data: string }[];
  /** User name and password that somebody signed in with. */
  credentials: string[];
  /** Recipients that it refuses for good. */
  refused: Set<string>;
  close(): Promise<void>;
}

/** As much of SMTP (RFC 5321, AUTH PLAIN of RFC 4954) as a client needs to hand over a mail. */
export async function startMailServer(): Promise<MailServer> {
  const mail: MailServer = {
    ...{ port: 0, mails: [], credentials: [], refused: new Set() },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = createServer((socket) => talk(socket, mail));
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  mail.port = (server.address() as AddressInfo).port;
  return mail;
}

function talk(socket: Socket, server: MailServer): void {
  let buffered = "";
  let data: string[] | null = null;
  let [from, to] = ["", ""];
  const say = (line: string) => socket.write(`${line}\r\n`);
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO") say("250-test\r\n250 AUTH PLAIN");
    else if (verb === "AUTH") {
      server.credentials.push(
        Buffer.from(line.split(" ")[2] ?? "", "base64")
          .toString("utf8")
          .slice(1)
          .replace("\0", ":"),
      );
      say("235 ok");
    } else if (verb === "MAIL") {
      from = /<(.*?)>/.exec(line)?.[1] ?? "";
      say("250 ok");
    } else if (verb === "RCPT") {
      to = /<(.*?)>/.exec(line)?.[1] ?? "";
      say(server.refused.has(to) ? "550 no such person, and here is what you said" : "250 ok");
    } else if (verb === "DATA") {
      data = [];
      say("354 go on");
    } else if (verb === "QUIT") {
      say("221 bye");
      socket.end();
    } else say("250 ok");
  };
  say("220 test");
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    buffered += chunk.toString("utf8");
    for (let end = buffered.indexOf("\r\n"); end >= 0; end = buffered.indexOf("\r\n")) {
      const line = buffered.slice(0, end);
      buffered = buffered.slice(end + 2);
      if (data === null) command(line);
      else if (line === ".") {
        server.mails.push({ from, to, data: data.join("\n") });
        data = null;
        say("250 taken");
      } else data.push(line);
    }
  });
}
