import { handle } from "@/lib/api/handle";
import { createTeam } from "@/lib/api/v1/teams/create";
import { listTeams } from "@/lib/api/v1/teams/list";

export const GET = handle(listTeams);
export const POST = handle(createTeam);
