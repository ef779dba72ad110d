import { handle } from "@/lib/api/handle";
import { removeTeamMember } from "@/lib/api/v1/teams/remove-member";

export const DELETE = handle(removeTeamMember);
