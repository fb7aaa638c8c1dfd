import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { RangeConflict } from "../../events/imports/files/uploadErrors.ts";
import { DomainError, type ErrorCode, type FieldError } from "../../tenancy/errors.ts";
import type { Env } from "../env.ts";
import { isOutage } from "./outage.ts";

/** Codes of a problem: those of the domain, and those that only the edge knows. */
export type ProblemCode =
  | ErrorCode
  | "method_not_allowed"
  | "request_timeout"
  | "request_in_flight"
  | "headers_too_large"
  | "idempotency_key_reused"
  | "internal";
export type ProblemStatus =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 408
  | 409
  | 413
  | 415
  | 422
  | 429
  | 431
  | 500
  | 501
  | 503;

export interface ProblemKind {
  readonly status: ProblemStatus;
  readonly title: string;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
}

const kind = (status: ProblemStatus, title: string, retryable = false): ProblemKind => ({
  status,
  title,
  retryable,
});

/** The one place where a code becomes a status. */
export function problemKind(code: ProblemCode): ProblemKind {
  switch (code) {
    case "invalid_request":
      return kind(400, "The request is not well formed");
    case "unauthenticated":
      return kind(401, "A valid credential is needed");
    case "insufficient_scope":
      return kind(403, "The credential lacks a scope");
    case "not_found":
      return kind(404, "Nothing is here");
    case "method_not_allowed":
      return kind(405, "The path does not take this method");
    case "request_timeout":
      return kind(408, "The body did not come in time", true);
    case "conflict":
      return kind(409, "The request conflicts with what is there");
    case "request_in_flight":
      return kind(409, "The same request is being worked on", true);
    case "too_large":
      return kind(413, "The body is too large");
    case "unsupported_media_type":
      return kind(415, "The media type or encoding is not supported");
    case "unprocessable":
      return kind(422, "The request was understood and cannot be done");
    case "idempotency_key_reused":
      return kind(422, "The Idempotency-Key was used for another request");
    case "rate_limited":
      return kind(429, "Too many requests", true);
    case "headers_too_large":
      return kind(431, "The request's headers are too many or too long");
    case "internal":
      return kind(500, "Something went wrong here", true);
    case "not_implemented":
      return kind(501, "Not available yet");
    case "unavailable":
      return kind(503, "Temporarily unavailable", true);
  }
}

/** Every code with a page under /problems. */
export const PROBLEM_CODES: readonly ProblemCode[] = [
  "invalid_request",
  "unauthenticated",
  "insufficient_scope",
  "not_found",
  "method_not_allowed",
  "request_timeout",
  "conflict",
  "request_in_flight",
  "too_large",
  "unsupported_media_type",
  "unprocessable",
  "idempotency_key_reused",
  "rate_limited",
  "headers_too_large",
  "internal",
  "not_implemented",
  "unavailable",
];

export interface ProblemInput {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the body (RFC 9457 extensions). */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** The members of a problem. */
export function toProblem({ code, detail, errors = [], members = {} }: ProblemInput, requestId: string) {
  const { status, title, retryable } = problemKind(code);
  const type = `/problems/${code}`;
  return { type, title, status, detail, code, request_id: requestId, retryable, errors, ...members };
}

/** Answers with RFC 9457 problem+json. `headers` are added to the answer. */
export function problem(c: Context<Env>, input: ProblemInput): Response {
  const body = toProblem(input, c.get("requestId"));
  return c.body(JSON.stringify(body), body.status, {
    ...input.headers,
    "Content-Type": "application/problem+json",
  });
}

/** A domain error whose problem carries further members. */
export class DomainProblem extends DomainError {
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    detail: string,
    more: {
      errors: readonly FieldError[];
      members: Readonly<Record<string, unknown>>;
      retryAfter?: number;
    },
  ) {
    super(code, detail, more);
    this.members = more.members;
  }
}

/** Turns whatever a handler threw into a problem; what is not known stays opaque and is logged. */
export function onError(error: Error, c: Context<Env>): Response {
  // What still comes on this connection belongs to a body that nobody waits for any more.
  if (error instanceof HTTPException && error.status === 408)
    return problem(c, { code: "request_timeout", detail: error.message, headers: { Connection: "close" } });
  if (error instanceof RangeConflict) return rangeProblem(error, c);
  const known = toDomainError(error);
  if (known) {
    const { code, message: detail, errors } = known;
    const members = known instanceof DomainProblem ? known.members : {};
    return problem(c, { code, detail, errors, members, headers: headersOf(known) });
  }
  c.get("deps").log.error({ err: error, request_id: c.get("requestId"), path: c.req.path }, "request failed");
  return problem(c, { code: "internal", detail: "The error is logged under the request id." });
}

/** Says where an upload goes on. */
function rangeProblem({ message, errors, bytesHeld, totalBytes }: RangeConflict, c: Context<Env>): Response {
  const members = { bytes: bytesHeld, total_bytes: totalBytes };
  return problem(c, { code: "conflict", detail: message, errors, members });
}

function headersOf(error: DomainError): Record<string, string> {
  const headers: Record<string, string> = {};
  if (error.code === "unauthenticated") headers["WWW-Authenticate"] = 'Bearer realm="dfras"';
  if (error.code === "unavailable") headers["Retry-After"] = String(error.retryAfter ?? 1);
  else if (error.retryAfter !== null) headers["Retry-After"] = String(error.retryAfter);
  return headers;
}

function toDomainError(error: Error): DomainError | null {
  if (error instanceof DomainError) return error;
  if (error instanceof HTTPException && error.status === 415)
    return new DomainError("unsupported_media_type", "Send application/json.");
  if (error instanceof HTTPException && error.status === 400)
    return new DomainError("invalid_request", "The body is not valid JSON.");
  if (isOutage(error))
    return new DomainError("unavailable", "A store that this needs is not reachable just now.", {
      retryAfter: 1,
    });
  return null;
}
