import { z } from "zod";
import { ProblemBody } from "../client/contract/problem";
import type { AnyOperation } from "./operation";

type Json = Record<string, unknown>;

const reasons: Record<number, string> = { 200: "Done.", 201: "Made.", 202: "Taken up." };

/** The API as OpenAPI 3.1, whose schemas are JSON Schema 2020-12: what zod writes goes in as it is. */
export function openApi(operations: readonly AnyOperation[]): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    paths[operation.path] = path;
    path[operation.method.toLowerCase()] = describeOperation(operation);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Parapet",
      version: "1",
      description: "Times are ISO 8601. Lists are paged by opaque cursors. Errors are RFC 9457 problem details.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token, `ppt_…`." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "parapet-session",
          description: "The cookie of a signed-in browser.",
        },
      },
      schemas: { Problem: schemaOf(ProblemBody, "output") },
    },
  };
}

function describeOperation(operation: AnyOperation): Json {
  const { id, path, summary, action, input, output, statuses = [200] } = operation;
  const answers = Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: reasons[status] ?? "Done.",
        content: { "application/json": { schema: schemaOf(output, "output") } },
      },
    ]),
  );
  return {
    operationId: id,
    summary,
    tags: [path.split("/")[1]?.replace(".json", "")],
    description: action === undefined ? `Public: ${operation.public}` : `Needs the right \`${action}\`.`,
    security: action === undefined ? [] : [{ token: [] }, { session: [] }],
    parameters: [...parameters(input?.params, "path"), ...parameters(input?.query, "query")],
    ...requestBody(operation),
    responses: { ...answers, default: { description: "Refused.", content: problemContent } },
  };
}

const problemContent = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };

function requestBody({ body, input }: AnyOperation): Json {
  if (body === "stream") {
    const content = { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
    return { requestBody: { required: true, description: "The file itself; gzip is accepted.", content } };
  }
  if (!input?.body) return {};
  return {
    requestBody: { required: true, content: { "application/json": { schema: schemaOf(input.body, "input") } } },
  };
}

function parameters(schema: z.ZodType | undefined, place: "path" | "query"): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
    // Lists in a query are one value, `a,b`.
    ...(place === "query" && property.type === "array" ? { style: "form", explode: false } : {}),
  }));
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _version, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", override: sayFlag });
  return rest;
}

/** What `z.stringbool` takes. */
const flags = ["true", "1", "yes", "on", "y", "enabled", "false", "0", "no", "off", "n", "disabled"];

/** A yes or no in a query is a text, of which zod says no more than that. */
function sayFlag({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: Json }): void {
  const { def } = zodSchema._zod;
  const isFlag = def.type === "pipe" && def.in._zod.def.type === "string" && def.out._zod.def.type === "boolean";
  if (isFlag && jsonSchema.type === "string") jsonSchema.enum = flags;
}
