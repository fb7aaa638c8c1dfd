import type { z } from "@hono/zod-openapi";
import type { Scope } from "../../tenancy/scopes.ts";
import { type ProblemCode, problemKind } from "../http/problem.ts";
import { Problem } from "../schemas/problem.ts";

const RATE_HEADERS = {
  RateLimit: {
    schema: { type: "string" as const, maxLength: 200 },
    description: "What is left of the quota, and for how long.",
  },
  "RateLimit-Policy": {
    schema: { type: "string" as const, maxLength: 200 },
    description: "The quota and its window.",
  },
};
const REQUEST_ID = {
  "Request-Id": {
    schema: { type: "string" as const, maxLength: 64 },
    description: "Names this request in logs and support.",
  },
};
const RETRY_AFTER = {
  "Retry-After": {
    schema: { type: "string" as const, maxLength: 20 },
    description: "Seconds to wait before trying again.",
  },
};

/** A JSON answer of a tenant's route. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return {
    description,
    headers: { ...REQUEST_ID, ...RATE_HEADERS },
    content: { "application/json": { schema } },
  };
}

/** A JSON answer of an operator's route, which no quota limits. */
export function operatorJson<T extends z.ZodType>(schema: T, description: string) {
  return { description, headers: REQUEST_ID, content: { "application/json": { schema } } };
}

/** An answer without a body. */
export function empty(description: string) {
  return { description, headers: { ...REQUEST_ID, ...RATE_HEADERS } };
}

/** A JSON request body. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "application/json": { schema } } };
}

/** Problem answers by status; every tenant's route has 401, 403, 429, 500 and 503 beside its own. */
export function problems(...own: readonly ProblemCode[]) {
  return problemAnswers([
    "unauthenticated",
    "insufficient_scope",
    "rate_limited",
    "internal",
    "unavailable",
    ...own,
  ]);
}

/** Exactly these problem answers. They are thrown, not returned: hence no keys in the type, which handlers follow. */
export function problemAnswers(codes: readonly ProblemCode[]): Record<never, never> {
  return Object.fromEntries(codes.map((code) => [problemKind(code).status, problemAnswer(code)]));
}

function problemAnswer(code: ProblemCode) {
  const { status, title, retryable } = problemKind(code);
  const example = {
    type: `/problems/${code}`,
    title,
    status,
    detail: `${title}.`,
    code,
    request_id: "req_4f7c0f3b2d9a4e0c8a5b6c7d8e9f0a1b",
    retryable,
    errors: [],
  };
  const wait = code === "rate_limited" || code === "unavailable" ? RETRY_AFTER : {};
  return {
    description: title,
    headers: { ...REQUEST_ID, ...RATE_HEADERS, ...wait },
    content: { "application/problem+json": { schema: Problem, example } },
  };
}

/** Security of a tenant's route, and the scope that its credential needs. */
export function secured(scope: Scope) {
  return { security: [{ bearerAuth: [] }], "x-required-scope": scope };
}

/** Security of an operator's route. */
export const OPERATOR = { security: [{ operatorAuth: [] }] };

/** Security of a route that anyone may call. */
export const PUBLIC = { security: [] };
