import { handle } from "@/lib/api/handle";
import { listTeamMembers } from "@/lib/api/v1/teams/members";
import { setTeamMember } from "@/lib/api/v1/teams/set-member";

export const GET = handle(listTeamMembers);
export const PUT = handle(setTeamMember);
