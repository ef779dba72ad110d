import path from "node:path";
import type { Role } from "@/lib/domain/vocabulary";

export interface Person {
  name: string;
  email: string;
  role: Role;
  /** Slug of their team. */
  team?: string;
  lead?: boolean;
}

export const password = "a fence of seven quiet words";

/** Who works at the small fleet of `fleet.ts`. */
export const people = {
  admin: { name: "Ada Admin", email: "ada@example.org", role: "admin" },
  security: { name: "Sol Security", email: "sol@example.org", role: "security" },
  manager: { name: "Mia Manager", email: "mia@example.org", role: "manager" },
  /** Team lead at Quince: may manage its members. */
  quince: { name: "Quentin Dev", email: "quentin@example.org", role: "devops", team: "quince", lead: true },
  walnut: { name: "Wanda Walnut", email: "wanda@walnut.example", role: "devops", team: "walnut" },
  pear: { name: "Pia Dev", email: "pia@example.org", role: "devops", team: "pear" },
  /** Nobody has put them on a team yet. */
  teamless: { name: "Theo Dev", email: "theo@example.org", role: "devops" },
  /** Only here to be locked out. */
  locked: { name: "Lou Locked", email: "lou@example.org", role: "manager" },
  /** Only here to sign in and out. */
  visitor: { name: "Vic Visitor", email: "vic@example.org", role: "manager" },
} as const satisfies Record<string, Person>;

export type PersonKey = keyof typeof people;

/** Where the browser state of a signed-in person is kept between tests. */
export const stateFile = (key: string) => path.join(".cache", "e2e-state", `${key}.json`);
