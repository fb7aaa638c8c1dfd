import { expect, it } from "vitest";
import { liveEvents, toCorrection } from "./liveEvents.ts";
import { nextLookups } from "./nextLookups.ts";
import { identityKey } from "./order.ts";
import { testEvent } from "./testEvent.ts";
import type { Correction, FoldEvent } from "./types.ts";

const fix = (name: string, corrects: string, at = 10) =>
  testEvent(name, "shipment.attempt_failed", at, { corrects });

function load(events: readonly FoldEvent[], stored: readonly Correction[]): readonly Correction[] {
  const asked = new Set<string>();
  const found = new Map<string, Correction>();
  for (;;) {
    const next = nextLookups(events, [...found.values()], asked);
    if (next.length === 0) return [...found.values()];
    for (const { source, id } of next) {
      asked.add(identityKey(source, id));
      for (const each of stored) {
        if (each.source === source && (each.id === id || each.corrects === id)) found.set(each.id, each);
      }
    }
  }
}

it("walks chains up and down until nothing is left to ask", () => {
  const all = [fix("c1", "t"), fix("c2", "c1"), fix("c3", "c2"), fix("d1", "t", 20), fix("x", "y")];
  const stored = all.map(toCorrection).filter((made) => made !== null);
  const own = all.filter((event) => event.id === "c3");
  const loaded = load(own, stored);
  expect(loaded.map((each) => each.id).sort()).toEqual(["c1", "c2", "c3", "d1"]);
  expect(liveEvents(own, loaded)).toEqual([]);
});

it("ends in a cycle", () => {
  const all = [fix("a", "b"), fix("b", "a")];
  const stored = all.map(toCorrection).filter((made) => made !== null);
  expect(load(all.slice(0, 1), stored)).toHaveLength(2);
});
