import type { App } from "../env.ts";
import { PROBLEM_CODES, type ProblemCode, problemKind } from "../http/problem.ts";
import { Problem } from "../schemas/problem.ts";

const HEADERS = {
  "Request-Id": "Names this request in logs and support.",
  RateLimit:
    "What is left (`r`) of each quota, and in how many seconds (`t`) it is whole again: the key's for this class of routes and the tenant's. Absent where none applies.",
  "RateLimit-Policy": "The quotas (`q`) and their windows in seconds (`w`). Absent where none applies.",
  "Retry-After": "Seconds to wait before trying again.",
  "Idempotency-Replayed":
    "`true` when this is the answer that an earlier request with the same Idempotency-Key got; else absent.",
} as const;
type HeaderName = keyof typeof HEADERS;

export function headerRef(name: HeaderName): { $ref: string } {
  return { $ref: `#/components/headers/${name}` };
}

export function responseRef(code: ProblemCode): { $ref: string } {
  return { $ref: `#/components/responses/${code}` };
}

/** Registers what many operations share: ways to authenticate, headers, problem answers. */
export function registerComponents(app: App): void {
  const registry = app.openAPIRegistry;
  registry.register("Problem", Problem);
  registry.registerComponent("securitySchemes", "bearerAuth", {
    type: "http",
    scheme: "bearer",
    description: "A tenant's API key (`dfk_live_...` or, for its sandbox, `dfk_test_...`).",
  });
  registry.registerComponent("securitySchemes", "operatorAuth", {
    type: "http",
    scheme: "bearer",
    description: "The operator's key of this installation.",
  });
  for (const [name, description] of Object.entries(HEADERS)) {
    registry.registerComponent("headers", name, { description, schema: { type: "string", maxLength: 200 } });
  }
  for (const code of PROBLEM_CODES) registry.registerComponent("responses", code, problemResponse(code));
}

export function problemExample(code: ProblemCode) {
  const { status, title, retryable } = problemKind(code);
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail: `${title}.`,
    code,
    request_id: "req_4f7c0f3b2d9a4e0c8a5b6c7d8e9f0a1b",
    retryable,
    errors: [],
  };
}

function problemResponse(code: ProblemCode) {
  const { status, title } = problemKind(code);
  const waits = status === 429 || status === 503 || code === "request_in_flight";
  return {
    description: title,
    headers: {
      "Request-Id": headerRef("Request-Id"),
      // 401 comes before it is known whose quota it would be.
      ...(status < 500 &&
        status !== 401 && {
          RateLimit: headerRef("RateLimit"),
          "RateLimit-Policy": headerRef("RateLimit-Policy"),
        }),
      ...(waits && { "Retry-After": headerRef("Retry-After") }),
    },
    content: {
      "application/problem+json": {
        schema: { $ref: "#/components/schemas/Problem" },
        example: problemExample(code),
      },
    },
  };
}
