import type { Role } from "@/lib/domain/vocabulary";

export const teams = [
  { slug: "checkout", name: "Checkout" },
  { slug: "payments", name: "Payments" },
  { slug: "web", name: "Web" },
  { slug: "data", name: "Data" },
  { slug: "platform", name: "Platform" },
];

export interface Person {
  email: string;
  name: string;
  role: Role;
  team?: string;
  lead?: boolean;
  /** Only those who sign in to the demo; the others have one that nobody knows. */
  password?: string;
  sees?: string;
}

const at = (name: string) => `${name}@northgate.example`;

/** The passwords are known to everybody: the demo listens on this machine only. */
export const people: Person[] = [
  {
    email: at("security"),
    name: "Tomasz Zielinski",
    role: "security",
    password: "parapet-security",
    sees: "security lead: everything, and decides",
  },
  {
    email: at("devops"),
    name: "Priya Nair",
    role: "devops",
    team: "checkout",
    lead: true,
    password: "parapet-devops",
    sees: "DevOps engineer: what team Checkout owns",
  },
  {
    email: at("manager"),
    name: "Marcus Hale",
    role: "manager",
    password: "parapet-manager",
    sees: "manager: all figures, changes nothing",
  },
  {
    email: at("admin"),
    name: "Ines Moreau",
    role: "admin",
    password: "parapet-admin",
    sees: "platform admin: users, clusters, tokens",
  },
  { email: at("l.fischer"), name: "Lena Fischer", role: "devops", team: "checkout" },
  { email: at("j.berg"), name: "Jonas Berg", role: "devops", team: "payments", lead: true },
  { email: at("c.dubois"), name: "Chloe Dubois", role: "devops", team: "web", lead: true },
  { email: at("a.tanaka"), name: "Aiko Tanaka", role: "devops", team: "data", lead: true },
  { email: at("s.okafor"), name: "Sam Okafor", role: "devops", team: "platform", lead: true },
];
