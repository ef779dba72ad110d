import type { Role } from "@/lib/domain/vocabulary";

export const roleName: Record<Role, string> = {
  admin: "Platform admin",
  security: "Security",
  devops: "DevOps",
  manager: "Manager",
};

/** What a role is for, where one is chosen. */
export const roleFor: Record<Role, string> = {
  admin: "runs Parapet: people, teams, tokens; decides no risk",
  security: "sees everything, decides on risk",
  devops: "sees and works on what their teams own",
  manager: "reads posture and reports, changes nothing",
};
