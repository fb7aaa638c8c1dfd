import { expect, test } from "vitest";
import { improves } from "./improves.ts";

const of = (n: number, own: number | null, inForce: number | null) => {
  const scored = (logLoss: number | null) => ({ n, logLoss, ece: 0.05, top1: 0.8 });
  return improves({ own: scored(own), inForce: scored(inForce), inForceVersion: "expert-1" });
};

test.each([
  [40, 0.5, 0.7, true],
  [40, 0.7, 0.5, false],
  [40, 0.5, 0.5, false],
  [6, 0.55, 0.5, true],
  [6, 0.5, 0.5, false],
  [6, 1.7, 0.8, false],
  [0, null, null, true],
])("%d held out, log loss %d against %d: %s", (n, own, inForce, may) => {
  expect(of(n, own, inForce)).toBe(may);
});

test("the experts' model has no figures of its own to be promoted by", () => {
  expect(improves(null)).toBe(false);
});
