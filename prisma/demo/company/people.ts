import type { Role } from "@/lib/domain/vocabulary";

export const teams = [
  { slug: "checkout", name: "Checkout" },
  { slug: "payments", name: "Payments" },
  { slug: "web", name: "Web" },
  { slug: "identity", name: "Identity" },
  { slug: "search", name: "Search" },
  { slug: "logistics", name: "Logistics" },
  { slug: "stores", name: "Stores" },
  { slug: "data", name: "Data" },
  { slug: "ml", name: "Machine learning" },
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
const member = (email: string, name: string, team: string): Person => ({
  email: at(email),
  name,
  role: "devops",
  team,
});
const lead = (email: string, name: string, team: string): Person => ({ ...member(email, name, team), lead: true });

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
  member("l.fischer", "Lena Fischer", "checkout"),
  member("d.osei", "Daniel Osei", "checkout"),
  lead("j.berg", "Jonas Berg", "payments"),
  member("m.rossi", "Marta Rossi", "payments"),
  lead("c.dubois", "Chloe Dubois", "web"),
  member("h.yilmaz", "Hakan Yilmaz", "web"),
  lead("n.adeyemi", "Nkechi Adeyemi", "identity"),
  member("p.lund", "Petra Lund", "identity"),
  lead("v.kumar", "Vikram Kumar", "search"),
  lead("r.santos", "Rafael Santos", "logistics"),
  member("e.novak", "Eva Novak", "logistics"),
  lead("g.murphy", "Grace Murphy", "stores"),
  lead("a.tanaka", "Aiko Tanaka", "data"),
  member("b.haddad", "Bilal Haddad", "data"),
  lead("y.cohen", "Yael Cohen", "ml"),
  lead("s.okafor", "Sam Okafor", "platform"),
  member("w.jansen", "Wouter Jansen", "platform"),
];
