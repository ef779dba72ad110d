import type { z } from "zod";
import type {
  ClusterList,
  OwnershipRuleList,
  TeamAdmin,
  TeamList,
  TokenList,
  UserList,
} from "@/lib/client/contract/admin";
import type { SessionRow } from "@/lib/client/contract/session";
import { asOf, clusterRows, teamRows } from "./posture";

export function clusters(empty = false): z.infer<typeof ClusterList> {
  const items = clusterRows.map((row) => ({
    slug: row.key ?? "",
    name: row.name,
    environment: row.environment ?? "production",
    criticality: 1,
    inventoryAt: asOf,
    abilities: { "clusters.manage": true, "reports.import": true },
  }));
  return { items: empty ? [] : items, abilities: { "clusters.manage": true } };
}

export function teams(empty = false): z.infer<typeof TeamList> {
  const items = teamRows
    .filter((row) => row.key !== null)
    .map((row) => ({
      slug: row.key ?? "",
      name: row.name,
      mine: row.key === "checkout",
      abilities: { "members.manage": true, "teams.manage": true },
    }));
  return { items: empty ? [] : items, abilities: { "teams.manage": true } };
}

export const members: z.infer<typeof TeamAdmin> = {
  slug: "checkout",
  name: "Checkout",
  members: [
    { userId: 3, name: "Jon Berg", email: "jon@example.org", role: "devops", lead: true },
    { userId: 4, name: "Sana Iqbal", email: "sana@example.org", role: "devops", lead: false },
  ],
  abilities: { "members.manage": true, "teams.manage": true },
};

const user = {
  createdAt: "2026-09-01T08:00:00Z",
  lastSignInAt: "2026-11-22T07:12:00Z",
  disabledAt: null,
  locked: false,
  teams: [],
};

export const users: z.infer<typeof UserList> = {
  items: [
    { ...user, id: 1, name: "Robin Ashe", email: "robin@example.org", role: "admin" },
    { ...user, id: 2, name: "Ada Okafor", email: "ada@example.org", role: "security" },
    {
      ...user,
      id: 3,
      name: "Jon Berg",
      email: "jon@example.org",
      role: "devops",
      teams: [{ slug: "checkout", name: "Checkout", lead: true }],
    },
    {
      ...user,
      id: 4,
      name: "Sana Iqbal",
      email: "sana@example.org",
      role: "devops",
      teams: [{ slug: "checkout", name: "Checkout", lead: false }],
      locked: true,
    },
    { ...user, id: 5, name: "Mira Lind", email: "mira@example.org", role: "manager", lastSignInAt: null },
    {
      ...user,
      id: 6,
      name: "Old Account",
      email: "old@example.org",
      role: "devops",
      disabledAt: "2026-10-02T08:00:00Z",
    },
  ],
};

const token = { createdBy: "Robin Ashe", createdAt: "2026-10-01T08:00:00Z", revokedAt: null };

export const tokens: z.infer<typeof TokenList> = {
  items: [
    {
      ...token,
      id: 1,
      name: "ci-checkout",
      prefix: "ppt_5rK0cW",
      actions: ["reports.import"],
      cluster: "checkout-prod",
      team: null,
      expiresAt: "2027-10-01T08:00:00Z",
      lastUsedAt: "2026-11-22T06:00:12Z",
    },
    {
      ...token,
      id: 2,
      name: "grafana",
      prefix: "ppt_9aQx1L",
      actions: ["posture.read", "findings.read"],
      cluster: null,
      team: null,
      expiresAt: "2026-12-01T08:00:00Z",
      lastUsedAt: null,
    },
    {
      ...token,
      id: 3,
      name: "old laptop",
      prefix: "ppt_00fAzz",
      actions: ["reports.import"],
      cluster: "dev",
      team: null,
      expiresAt: null,
      lastUsedAt: "2026-08-01T08:00:00Z",
      revokedAt: "2026-09-14T08:00:00Z",
    },
  ],
};

const rule = {
  cluster: null,
  namespace: null,
  labelKey: null,
  labelValue: null,
  image: null,
  repository: null,
  abilities: { "ownership.write": true },
};

export const ownership: z.infer<typeof OwnershipRuleList> = {
  items: [
    {
      ...rule,
      id: 1,
      priority: 10,
      team: { slug: "payments", name: "Payments" },
      labelKey: "app.kubernetes.io/part-of",
      labelValue: "payments",
    },
    {
      ...rule,
      id: 2,
      priority: 100,
      team: { slug: "checkout", name: "Checkout" },
      cluster: "checkout-prod",
      namespace: "shop*",
    },
    {
      ...rule,
      id: 3,
      priority: 200,
      team: { slug: "platform", name: "Platform" },
      image: "registry.example.org/base/*",
    },
  ],
  abilities: { "ownership.write": true },
};

export const sessions: { items: z.infer<typeof SessionRow>[] } = {
  items: [
    {
      id: "a",
      current: true,
      createdAt: "2026-11-20T08:00:00Z",
      seenAt: asOf,
      expiresAt: "2026-12-20T08:00:00Z",
      userAgent: "Firefox on Linux",
      address: "10.0.0.7",
    },
    {
      id: "b",
      current: false,
      createdAt: "2026-11-02T08:00:00Z",
      seenAt: "2026-11-19T18:00:00Z",
      expiresAt: "2026-12-02T08:00:00Z",
      userAgent: "Safari on iPhone",
      address: "10.0.0.9",
    },
  ],
};
