import type { z } from "@hono/zod-openapi";
import type { Scope } from "../../tenancy/scopes.ts";
import { type ProblemCode, problemKind } from "../http/problem.ts";
import { headerRef, responseRef } from "./components.ts";

const REQUEST_ID = { "Request-Id": headerRef("Request-Id") };
const HEADERS = {
  ...REQUEST_ID,
  RateLimit: headerRef("RateLimit"),
  "RateLimit-Policy": headerRef("RateLimit-Policy"),
};

/** A JSON answer of a tenant's route. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, headers: HEADERS, content: { "application/json": { schema } } };
}

/** A JSON answer of an operator's or public route, which no quota limits. */
export function plainJson<T extends z.ZodType>(schema: T, description: string) {
  return { description, headers: REQUEST_ID, content: { "application/json": { schema } } };
}

/** An answer without a body. */
export function empty(description: string) {
  return { description, headers: HEADERS };
}

/** A JSON request body. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "application/json": { schema } } };
}

/** Problem answers by status; every tenant's route has 401, 403, 429, 500 and 503 beside its own. */
export function problems(...own: readonly ProblemCode[]): Record<never, never> {
  return problemAnswers(
    "unauthenticated",
    "insufficient_scope",
    "rate_limited",
    "internal",
    "unavailable",
    ...own,
  );
}

/** Exactly these problem answers. They are thrown, not returned: hence no keys in the type, which handlers follow. */
export function problemAnswers(...codes: readonly ProblemCode[]): Record<never, never> {
  return Object.fromEntries(codes.map((code) => [problemKind(code).status, responseRef(code)]));
}

/** Security of a tenant's route, and the scope that its credential needs. */
export function secured(scope: Scope) {
  return { security: [{ bearerAuth: [] }], "x-required-scope": scope };
}

/** Security of an operator's route. */
export const OPERATOR = { security: [{ operatorAuth: [] }] };

/** Security of a route that anyone may call. */
export const PUBLIC = { security: [] };
