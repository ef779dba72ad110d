import { handle } from "@/lib/api/handle";
import { transitionRemediation } from "@/lib/api/v1/remediations/transition";

export const POST = handle(transitionRemediation);
