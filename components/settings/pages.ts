/** Pages of the settings; shown when the person may do one of the named things. */
export const settingsPages = [
  { href: "/settings/users", text: "People", needs: ["users.manage"] },
  { href: "/settings/teams", text: "Teams", needs: ["teams.manage", "members.manage"] },
  { href: "/settings/ownership", text: "Ownership", needs: ["ownership.read"] },
  { href: "/settings/sla", text: "Due dates", needs: ["findings.read"] },
  { href: "/settings/tokens", text: "Tokens", needs: ["tokens.manage"] },
  { href: "/settings/integrations", text: "Integrations", needs: ["integrations.manage"] },
  { href: "/settings/exploitation", text: "Exploitation data", needs: ["integrations.manage"] },
  { href: "/settings/audit", text: "Audit log", needs: ["audit.read"] },
  { href: "/settings/notifications", text: "Notifications", needs: [] },
  { href: "/settings/account", text: "Your account", needs: [] },
] as const satisfies { href: string; text: string; needs: readonly string[] }[];
