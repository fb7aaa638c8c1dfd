import { expect, it } from "vitest";
import { failureAliases, failureId } from "./failureId.ts";

it("follows from tenant, delivery, kind and anchor alone", () => {
  const id = failureId(7, "D-1", "attempt_failed", "tms:9");
  expect(id).toMatch(/^fal_[0-9a-z]{26}$/);
  expect(failureId(7, "D-1", "attempt_failed", "tms:9")).toBe(id);
  const others = [
    failureId(8, "D-1", "attempt_failed", "tms:9"),
    failureId(7, "D-2", "attempt_failed", "tms:9"),
    failureId(7, "D-1", "late", "tms:9"),
    failureId(7, "D-1", "attempt_failed", ""),
  ];
  expect(new Set([id, ...others]).size).toBe(5);
});

it("has an alias for each other event of the attempt", () => {
  const failure = { kind: "attempt_failed", otherAnchors: ["tms:10", "tms:9"] } as const;
  expect(failureAliases(7, "D-1", failure)).toEqual([
    failureId(7, "D-1", "attempt_failed", "tms:10"),
    failureId(7, "D-1", "attempt_failed", "tms:9"),
  ]);
});
