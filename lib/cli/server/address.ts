import { SetupProblem } from "../setup/problem.mjs";

export interface Address {
  host: string;
  port: number;
}

const isLoopback = (host: string) => /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);

/**
 * Where to listen, from HOST and PORT.
 * @param loopbackOnly the demo has known passwords, so nobody but this machine may reach it
 */
export function addressFrom(env: Record<string, string | undefined>, loopbackOnly: boolean): Address {
  const text = env.PORT ?? "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new SetupProblem(`PORT must be a number from 1 to 65535, not “${text}”.`);
  }
  const host = env.HOST || "127.0.0.1";
  if (loopbackOnly && !isLoopback(host)) {
    throw new SetupProblem(
      `The demo has known passwords, so it listens on this machine only; HOST=${host} is for npm start.`,
    );
  }
  return { host, port };
}

/** The address to show to a person. */
export function urlOf({ host, port }: Address): string {
  const shown = isLoopback(host) || host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`;
}

/** The sentence for a failed listen. `again` is the command to repeat with another port. */
export function listenProblem(error: NodeJS.ErrnoException, { host, port }: Address, again: string): string {
  if (error.code === "EADDRINUSE") {
    return `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} ${again}`;
  }
  if (error.code === "EACCES") {
    return `Listening on port ${port} needs more rights. Choose one above 1023: PORT=3000 ${again}`;
  }
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return `This machine has no address ${host} to listen on.`;
  return `Cannot listen on ${host} port ${port}: ${error.message}`;
}
