import { handle } from "@/lib/api/handle";
import { getTeam } from "@/lib/api/v1/teams/get";
import { removeTeam } from "@/lib/api/v1/teams/remove";
import { updateTeam } from "@/lib/api/v1/teams/update";

export const GET = handle(getTeam);
export const PATCH = handle(updateTeam);
export const DELETE = handle(removeTeam);
