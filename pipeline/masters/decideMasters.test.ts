import fc from "fast-check";
import { expect, it } from "vitest";
import { liveEvents, RETRACTED, toCorrection } from "../fold/liveEvents.ts";
import { identityKey } from "../fold/order.ts";
import { testEvent } from "../fold/testEvent.ts";
import type { FoldEvent } from "../fold/types.ts";
import { decideMasters } from "./decideMasters.ts";
import type { MasterEvent } from "./masterEvent.ts";

const keyOf = ({ source, id }: Pick<FoldEvent, "source" | "id">) => identityKey(source, id);
const correctionsOf = (events: readonly FoldEvent[]) =>
  events.map(toCorrection).filter((made) => made !== null);

function toMaster({ source, id, at }: FoldEvent): MasterEvent {
  const said = { kind: "driver", entityId: "DR-1", city: "", data: {}, personal: "" } as const;
  return { tenantKey: 1, source, id, at: new Date(at).toISOString(), ...said };
}

const eventSet = fc
  .uniqueArray(
    fc.record({
      source: fc.constantFrom("hr", "tms"),
      id: fc.constantFrom("1", "2", "3", "4", "5", "6"),
      at: fc.integer({ min: 0, max: 5 }),
      type: fc.constantFrom("driver.updated", "driver.updated", RETRACTED),
      corrects: fc.option(fc.constantFrom("1", "2", "3", "4", "5", "6"), { freq: 3 }),
    }),
    { selector: ({ source, id }) => `${source}:${id}`, minLength: 1, maxLength: 10 },
  )
  .map((all) =>
    all.map(({ source, id, at, type, corrects }) => testEvent(`${source}:${id}`, type, at, { corrects })),
  );

/** Each event twice, in any order: the first time it is stored, the second time its owner reads and decides. */
const interleaved = eventSet.chain((events) => {
  const twice = [...events, ...events];
  return fc.tuple(
    fc.constant(events),
    fc.shuffledSubarray(twice, { minLength: twice.length }),
    fc.array(fc.boolean(), { minLength: twice.length, maxLength: twice.length }),
  );
});

/** The events that an owner of `one` reads: those on its chain among what is stored. */
function onChain(one: FoldEvent, stored: ReadonlySet<FoldEvent>): FoldEvent[] {
  const chain = new Set([keyOf(one)]);
  for (let size = 0; size < chain.size; ) {
    size = chain.size;
    for (const event of stored) {
      const target = event.corrects === null ? undefined : identityKey(event.source, event.corrects);
      if (target === undefined || !(chain.has(keyOf(event)) || chain.has(target))) continue;
      chain.add(keyOf(event)).add(target);
    }
  }
  return [...stored].filter((event) => chain.has(keyOf(event)));
}

it("leaves the live events standing, in whatever order owners store, read and write", () => {
  fc.assert(
    fc.property(interleaved, ([events, steps, ties]) => {
      const stored = new Set<FoldEvent>();
      const rows = new Map<string, { live: boolean; version: number }>();
      for (const [step, event] of steps.entries()) {
        if (!stored.has(event)) {
          stored.add(event);
          continue;
        }
        const known = onChain(event, stored);
        const masters = known.filter(({ type }) => type !== RETRACTED).map(toMaster);
        for (const { event: of, live, version } of decideMasters(masters, correctionsOf(known))) {
          const before = rows.get(keyOf(of))?.version ?? 0;
          if (version > before || (version === before && ties[step])) rows.set(keyOf(of), { live, version });
        }
      }
      const standing = [...rows].filter(([, { live }]) => live).map(([key]) => key);
      expect(standing.toSorted()).toEqual(liveEvents(events, []).map(keyOf).toSorted());
    }),
    { numRuns: 2_000 },
  );
});

it("counts every correction of a chain, with all its branches, in every member's version", () => {
  const link = (id: string, corrects: string) => testEvent(id, "driver.updated", 1, { corrects });
  const events = [testEvent("t", "driver.updated", 0), link("a", "t"), link("b", "a"), link("c", "t")];
  const others = [testEvent("u", "driver.updated", 0), testEvent("v", "driver.updated", 0)];
  const decided = decideMasters([...events, ...others].map(toMaster), correctionsOf(events));
  expect(decided.map(({ version }) => version)).toEqual([4, 4, 4, 4, 1, 1]);
});
