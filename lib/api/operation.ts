import type { z } from "zod";
import type { Actor } from "../authz/actor";
import type { Action } from "../authz/policy";
import type { Scope } from "../authz/scope";
import type { Reply } from "./reply";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** Limit counted in Postgres per signed-in actor, or per address where there is none. */
export interface RateRule {
  readonly name: string;
  readonly max: number;
  readonly seconds: number;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

export interface Input<P, Q, B> {
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly body: Parsed<B>;
}

export interface Context<P, Q, B, A extends Actor | null> {
  readonly actor: A;
  readonly scope: Scope;
  readonly input: Input<P, Q, B>;
  /** The request itself, for streams and headers. Its body is used up unless the operation says `stream`. */
  readonly request: Request;
}

interface Base<P, Q, B, O extends z.ZodType> {
  /** Unique, camelCase: the operationId of the OpenAPI document. */
  readonly id: string;
  readonly method: Method;
  /** Below /api/v1, parameters in braces: `/findings/{id}`. */
  readonly path: `/${string}`;
  /** One sentence for the API document. */
  readonly summary: string;
  readonly input?: { readonly params?: P; readonly query?: Q; readonly body?: B };
  /** `stream`: the handler reads `request.body` itself, raw bytes of any size. */
  readonly body?: "json" | "stream";
  readonly output: O;
  /** Other statuses than 200 that a success may have, for the document. */
  readonly statuses?: readonly number[];
  readonly rate?: RateRule;
}

type Result<O extends z.ZodType> = Promise<z.input<O> | Reply<z.input<O>>>;

/** An operation that needs a right of the table. The handler checks the object; the wrapper has checked the action. */
export interface GuardedOperation<P, Q, B, O extends z.ZodType> extends Base<P, Q, B, O> {
  readonly action: Action;
  readonly public?: undefined;
  handler(context: Context<P, Q, B, Actor>): Result<O>;
}

/** An operation that anybody may call, and why that is right. */
export interface PublicOperation<P, Q, B, O extends z.ZodType> extends Base<P, Q, B, O> {
  readonly public: string;
  readonly action?: undefined;
  handler(context: Context<P, Q, B, Actor | null>): Result<O>;
}

type Schema = z.ZodType | undefined;

/** Any operation, for the registry, the document and the tests. */
export type AnyOperation = Omit<Base<Schema, Schema, Schema, z.ZodType>, "input"> & {
  readonly input?: { readonly params?: Schema; readonly query?: Schema; readonly body?: Schema };
  readonly action?: Action;
  readonly public?: string;
  handler(context: never): Promise<unknown>;
};

/**
 * One operation of the API: drives the route, validation, authorization, the OpenAPI document and the rights test.
 * Everything that it may refuse is thrown as a `Refusal`.
 */
export function operation<
  O extends z.ZodType,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(definition: GuardedOperation<P, Q, B, O>): GuardedOperation<P, Q, B, O> {
  return definition;
}

export function publicOperation<
  O extends z.ZodType,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(definition: PublicOperation<P, Q, B, O>): PublicOperation<P, Q, B, O> {
  return definition;
}
