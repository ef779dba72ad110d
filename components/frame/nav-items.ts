import {
  Boxes,
  ClipboardCheck,
  LayoutGrid,
  ListChecks,
  type LucideIcon,
  Radar,
  Scale,
  Settings,
  TrendingUp,
  UploadCloud,
  Users,
  Wrench,
} from "lucide-react";

export type NavItem = {
  href: string;
  text: string;
  icon: LucideIcon;
  /** Shown when the person may do this to anything; without it, to everybody. */
  needs?: string;
  /** Whether cluster, team and environment of the address go along. */
  scoped: boolean;
};

export const mainItems: NavItem[] = [
  { href: "/overview", text: "Overview", icon: LayoutGrid, needs: "posture.read", scoped: true },
  { href: "/findings", text: "Findings", icon: ListChecks, needs: "findings.read", scoped: true },
  { href: "/fixes", text: "Fixes", icon: Wrench, needs: "findings.read", scoped: true },
  { href: "/remediations", text: "Remediations", icon: ClipboardCheck, needs: "findings.read", scoped: false },
  { href: "/exceptions", text: "Exceptions", icon: Scale, needs: "findings.read", scoped: false },
  { href: "/trends", text: "Trends", icon: TrendingUp, needs: "trends.read", scoped: true },
];

export const placeItems: NavItem[] = [
  { href: "/clusters", text: "Clusters", icon: Boxes, needs: "posture.read", scoped: false },
  { href: "/teams", text: "Teams", icon: Users, needs: "teams.read", scoped: false },
];

export const lowItems: NavItem[] = [
  { href: "/sources", text: "Sources", icon: Radar, needs: "posture.read", scoped: false },
  { href: "/imports", text: "Imports", icon: UploadCloud, needs: "reports.read", scoped: false },
  { href: "/settings", text: "Settings", icon: Settings, scoped: false },
];
