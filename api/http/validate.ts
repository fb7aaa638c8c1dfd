import type { Hook, z } from "@hono/zod-openapi";
import { DomainError, type FieldError } from "../../tenancy/errors.ts";
import type { Env } from "../env.ts";

type Issue = z.core.$ZodIssue;

/** A request that does not fit its schema: 422 for a body, 400 for parameters, with a pointer to each member at fault. */
export const refuseInvalid: Hook<unknown, Env, string, unknown> = (result) => {
  if (result.success) return;
  const errors = result.error.issues.flatMap(toFieldErrors);
  if (result.target === "json")
    throw new DomainError("unprocessable", "The body does not fit its schema.", { errors });
  throw new DomainError("invalid_request", "A parameter does not fit its schema.", { errors });
};

function toFieldErrors(issue: Issue): FieldError[] {
  if (issue.code !== "unrecognized_keys") {
    return [{ code: fieldCode(issue), pointer: pointerTo(issue.path), detail: issue.message }];
  }
  return issue.keys.map((key) => ({
    code: "unknown_field",
    pointer: pointerTo([...issue.path, key]),
    detail: `There is no member ${key}.`,
  }));
}

function fieldCode(issue: Issue): string {
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) return "required";
  return issue.code === "too_small" || issue.code === "too_big" ? "out_of_range" : issue.code;
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
