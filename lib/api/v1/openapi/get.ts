import { z } from "zod";
import { openApi } from "../../openapi";
import { type AnyOperation, publicOperation } from "../../operation";

/** Describes the operations of the registry, of which it is one itself: hence the function. */
export const openApiOperation = (operations: () => readonly AnyOperation[]) =>
  publicOperation({
    id: "getOpenApi",
    method: "GET",
    path: "/openapi.json",
    summary: "This API as an OpenAPI 3.1 document.",
    public: "Describes the open-source API, nothing of this installation.",
    output: z.record(z.string(), z.unknown()),
    handler: async () => openApi(operations()),
  });
