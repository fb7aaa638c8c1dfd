import { z } from "@hono/zod-openapi";
import { PROBLEM_CODES } from "../http/problem.ts";
import { list, text } from "./common.ts";

export const FieldProblem = z
  .object({
    code: text(64).openapi({ example: "invalid_format" }),
    pointer: text(512).openapi({
      description: "JSON pointer into the body, or `/name` of a parameter.",
      example: "/occurred_at",
    }),
    detail: text(2000).openapi({ example: "Give RFC 3339 with an offset." }),
  })
  .openapi("FieldProblem");

export const Problem = z
  .object({
    type: text(200).openapi({
      description: "Address of the page that explains the code.",
      example: "/problems/not_found",
    }),
    title: text(200).openapi({ example: "Nothing is here" }),
    status: z.number().int().min(400).max(599).openapi({ format: "int32", example: 404 }),
    detail: text(2000).openapi({ example: "No failure has this id." }),
    code: z.enum(PROBLEM_CODES).openapi({ example: "not_found" }),
    request_id: text(64).openapi({ example: "req_4f7c0f3b2d9a4e0c8a5b6c7d8e9f0a1b" }),
    retryable: z
      .boolean()
      .openapi({ description: "Whether the same request may succeed later.", example: false }),
    errors: list(FieldProblem, 1000).openapi({ example: [] }),
    "violated-policies": list(text(64), 10)
      .optional()
      .openapi({ description: "With 429: the policies of `RateLimit-Policy` whose quota is spent." }),
  })
  .openapi("Problem", { description: "RFC 9457 problem details." });
