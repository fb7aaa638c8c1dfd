import { expect } from "vitest";
import { type ProblemCode, problemKind } from "../../api/http/problem.ts";
import { Problem } from "../../api/schemas/problem.ts";
import type { Answer } from "../harness/app.ts";

/** Every error is RFC 9457 with the members of the contract and nothing beside; gives its field errors. */
export function expectProblem(
  answer: Answer,
  code: ProblemCode,
): readonly { code: string; pointer: string }[] {
  const { status, title, retryable } = problemKind(code);
  expect(answer.body).toMatchObject({ type: `/problems/${code}`, title, status, code, retryable });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
  expect(answer.headers.get("Request-Id")).toBe(answer.body.request_id);
  const problem = Problem.parse(answer.body);
  expect(problem).toEqual(answer.body);
  return problem.errors;
}
