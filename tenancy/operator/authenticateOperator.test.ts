import { expect, test } from "vitest";
import { authenticateOperator } from "./authenticateOperator.ts";

test("only the configured operator key is the operator", () => {
  const deps = { operatorKey: "op_correct" };
  expect(authenticateOperator(deps, "op_correct")).toEqual({ kind: "operator", id: "operator" });
  for (const bearer of ["", "op_correc", "op_correctx", "OP_CORRECT"])
    expect(authenticateOperator(deps, bearer)).toBeNull();
});

test("an empty configured key lets nobody in", () => {
  expect(authenticateOperator({ operatorKey: "" }, "")).toBeNull();
});
