import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client";
import { pool } from "./pool";

const globals = globalThis as typeof globalThis & { parapetPrisma?: PrismaClient };

/** Prisma on the shared pool: people, sessions, tokens, settings and other single rows. */
export function prisma(): PrismaClient {
  globals.parapetPrisma ??= new PrismaClient({ adapter: new PrismaPg(pool()) });
  return globals.parapetPrisma;
}
