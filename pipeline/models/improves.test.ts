import { expect, test } from "vitest";
import { improves } from "./improves.ts";

const of = (n: number, own: number | null, inForce: number | null, inForceFailures: number) => {
  const scored = (logLoss: number | null) => ({ n, logLoss, ece: 0.05, top1: 0.8 });
  const fitted = { gainError: 0.015, failures: 1_000, inForceFailures };
  return improves({ own: scored(own), inForce: scored(inForce), inForceVersion: "expert-1", ...fitted });
};

test.each([
  [40, 0.5, 0.7, 900, true],
  [40, 0.7, 0.5, 900, false],
  [40, 0.5, 0.5, 500, false],
  [40, 0.52, 0.5, 900, false],
  [40, 0.52, 0.5, 800, true],
  [40, 0.54, 0.5, 500, false],
  [40, 0.52, 0.5, 0, true],
  [6, 0.55, 0.5, 900, true],
  [6, 0.5, 0.5, 500, false],
  [6, 1.7, 0.8, 500, false],
  [0, null, null, 900, true],
])(
  "%d held out, log loss %d against %d of one fitted on %d of 1,000 failures: %s",
  (n, own, inForce, before, may) => {
    expect(of(n, own, inForce, before)).toBe(may);
  },
);

test("the experts' model has no figures of its own to be promoted by", () => {
  expect(improves(null)).toBe(false);
});
