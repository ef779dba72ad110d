import { Refusal } from "../authz/refusal";
import { problemResponse } from "./problem";
import { requestIdOf } from "./request-id";

/** Answers paths below /api/v1 that no operation has, in the same form as every other error. */
export async function unknownRoute(request: Request): Promise<Response> {
  const refusal = new Refusal("not_found", "The API has no such path. GET /api/v1/openapi.json lists them.");
  return problemResponse(refusal, requestIdOf(request.headers));
}
