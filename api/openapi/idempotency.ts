import type { App } from "../env.ts";
import { type ProblemCode, problemKind } from "../http/problem.ts";
import { headerRef, problemExample, responseRef } from "./components.ts";

interface Ref {
  readonly $ref: string;
}
interface Answer {
  headers?: Record<string, unknown>;
  content?: Record<string, { schema?: unknown }>;
}
interface Operation {
  parameters?: unknown[] | undefined;
  responses?: Record<string, unknown> | undefined;
}

/** Statuses that a POST may have of its own and by its key: one answer of the document has to name both. */
const BOTH = [
  ["conflict", "request_in_flight"],
  ["unprocessable", "idempotency_key_reused"],
] as const;

const PROBLEM = { $ref: "#/components/schemas/Problem" };
const bothName = (own: string, byKey: string) => `${own}_or_${byKey}`;

/** Registers the header that every POST takes, and the answers that it leads to. */
export function registerIdempotency(app: App): void {
  const registry = app.openAPIRegistry;
  registry.registerComponent("parameters", "IdempotencyKey", {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description:
      "Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route.",
    schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" },
    example: "8e03978e-40d5-43e8-bc93-6894a57f9324",
  });
  for (const [own, byKey] of BOTH)
    registry.registerComponent("responses", bothName(own, byKey), eitherProblem(own, byKey));
}

function eitherProblem(...codes: readonly ProblemCode[]) {
  const { status } = problemKind(codes[0] ?? "conflict");
  return {
    description: codes.map((code) => problemKind(code).title).join("; or "),
    headers: {
      "Request-Id": headerRef("Request-Id"),
      RateLimit: headerRef("RateLimit"),
      "RateLimit-Policy": headerRef("RateLimit-Policy"),
      ...(status === 409 && { "Retry-After": headerRef("Retry-After") }),
    },
    content: {
      "application/problem+json": {
        schema: PROBLEM,
        examples: Object.fromEntries(codes.map((code) => [code, { value: problemExample(code) }])),
      },
    },
  };
}

/** Names the header on a POST, what it answers besides, and what marks a repeat. */
export function describeKey(operation: Operation | undefined): void {
  if (operation === undefined) return;
  operation.parameters = [
    ...(operation.parameters ?? []),
    { $ref: "#/components/parameters/IdempotencyKey" },
  ];
  operation.responses ??= {};
  const { responses } = operation;
  for (const [own, byKey] of BOTH) {
    const status = String(problemKind(own).status);
    responses[status] = withKey(responses[status] as Answer | Ref | undefined, own, byKey);
  }
  for (const code of ["invalid_request", "rate_limited"] as const)
    responses[String(problemKind(code).status)] ??= responseRef(code);
  for (const [status, answer] of Object.entries(responses))
    if (status.startsWith("2"))
      (answer as Answer).headers = {
        ...(answer as Answer).headers,
        "Idempotency-Replayed": headerRef("Idempotency-Replayed"),
      };
}

function withKey(answer: Answer | Ref | undefined, own: ProblemCode, byKey: ProblemCode): unknown {
  if (answer === undefined) return responseRef(byKey);
  if ("$ref" in answer) return { $ref: `#/components/responses/${bothName(own, byKey)}` };
  for (const media of Object.values(answer.content ?? {})) media.schema = { anyOf: [media.schema, PROBLEM] };
  return answer;
}
