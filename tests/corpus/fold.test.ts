import { beforeAll, describe, expect, it } from "vitest";
import type { DetectedFailure, FoldedDelivery } from "../../pipeline/fold/types.ts";
import { type EventJson, foldAll } from "./foldEvents.ts";
import { plantedEvents, plantedTruth, type TrueFailure } from "./planted.ts";

let events: readonly EventJson[];
let folded: readonly FoldedDelivery[];
let truth: readonly TrueFailure[];

beforeAll(() => {
  events = [...plantedEvents()];
  folded = foldAll(events);
  truth = plantedTruth();
});

const keyOf = (
  deliveryId: string,
  { kind, attempt }: Pick<DetectedFailure, "kind" | "attempt"> | TrueFailure,
) => `${deliveryId} ${kind} ${attempt ?? ""}`;

/** Failures by (delivery, kind, attempt), without the open `late` of deliveries never delivered. */
function settledFailures(deliveries: readonly FoldedDelivery[]): ReadonlyMap<string, DetectedFailure> {
  const failures = new Map<string, DetectedFailure>();
  for (const { deliveryId, deliveredAt, failures: own } of deliveries) {
    for (const failure of own) {
      if (failure.kind !== "late" || deliveredAt !== null) failures.set(keyOf(deliveryId, failure), failure);
    }
  }
  return failures;
}

describe("the fold of the planted deliveries", () => {
  it("gives the failures of the truth: none missing, none more", () => {
    const expected = truth.map((failure) => keyOf(failure.deliveryId, failure));
    expect([...settledFailures(folded).keys()].sort()).toEqual(expected.sort());
  });

  it("gives each failure its time", () => {
    const found = settledFailures(folded);
    const differing = truth.filter(
      (failure) => found.get(keyOf(failure.deliveryId, failure))?.occurredAt !== failure.occurredAt,
    );
    expect(differing).toEqual([]);
  });

  it("keeps out the durations that the warehouse with the wrong clock makes negative", () => {
    const stages = folded.flatMap((delivery) => delivery.stages);
    expect(stages.length).toBeGreaterThan(folded.length);
    expect(stages.filter((stage) => stage.to < stage.from)).toEqual([]);
  });

  it.each([1, 2, 3])("is the same for any order of arrival (seed %i)", (seed) => {
    const shuffled = foldAll(shuffle([...events, ...events.filter((_, n) => n % 3 === 0)], seed));
    expect(sorted(shuffled)).toEqual(sorted(folded));
  });
});

function sorted(deliveries: readonly FoldedDelivery[]): readonly FoldedDelivery[] {
  return deliveries.toSorted((a, b) => (a.deliveryId < b.deliveryId ? -1 : 1));
}

function shuffle<T>(items: readonly T[], seed: number): readonly T[] {
  const result = [...items];
  let state = seed;
  for (let last = result.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    const [a, b] = [result[last], result[other]];
    if (a !== undefined && b !== undefined) [result[last], result[other]] = [b, a];
  }
  return result;
}
