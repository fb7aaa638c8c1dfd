import { describe, expect, it } from "vitest";
import { liveEvents, toCorrection } from "./liveEvents.ts";
import { testEvent } from "./testEvent.ts";
import type { Correction, FoldEvent } from "./types.ts";

const FAILED = "shipment.attempt_failed";
const target = testEvent("t", FAILED, 10);
const fix = (name: string, corrects: string, at = 10, type = FAILED) =>
  testEvent(name, type, at, { corrects });
const retract = (name: string, corrects: string, at = 20) => fix(name, corrects, at, "event.retracted");
const ids = (events: readonly FoldEvent[], corrections: readonly Correction[] = []) =>
  liveEvents(events, corrections).map((event) => event.id);
const elsewhere = (...events: FoldEvent[]) => events.map(toCorrection).filter((made) => made !== null);

describe("liveEvents", () => {
  it("keeps events that nothing corrects, each identity once, in order of time", () => {
    const later = testEvent("a", FAILED, 11);
    expect(ids([later, target, { ...target, knownAt: 0 }, later])).toEqual(["t", "a"]);
  });

  it.each([
    ["a correction stands in the place of its target", [target, fix("c", "t")], ["c"]],
    ["a correction may change the type", [target, fix("c", "t", 10, "shipment.delivered")], ["c"]],
    ["a retraction removes its target and itself", [target, retract("r", "t")], []],
    ["a chain resolves to its last link", [target, fix("c1", "t"), fix("c2", "c1")], ["c2"]],
    ["a retracted correction leaves its target", [target, fix("c", "t"), retract("r", "c")], ["t"]],
    ["a retracted retraction leaves its target", [target, retract("r", "t"), retract("r2", "r")], ["t"]],
    [
      "a retracted last link leaves the one before",
      [target, fix("c1", "t"), fix("c2", "c1"), retract("r", "c2")],
      ["c1"],
    ],
    ["a corrected retraction keeps its target displaced", [target, retract("r", "t"), fix("c", "r")], ["c"]],
    ["a retraction of the target leaves its correction", [target, fix("c", "t"), retract("r", "t")], ["c"]],
    [
      "a retracted but corrected link keeps its target displaced",
      [target, fix("c1", "t"), fix("c2", "c1"), retract("r", "c1")],
      ["c2"],
    ],
    ["of competing corrections the latest stands", [target, fix("c1", "t", 12), fix("c2", "t", 11)], ["c1"]],
    ["competing at one time, the greater id stands", [target, fix("c1", "t"), fix("c2", "t")], ["c2"]],
    [
      "the loser's own corrections lose with it",
      [target, fix("a", "t", 11), fix("a2", "a", 30), fix("b", "t", 12)],
      ["b"],
    ],
    [
      "a retracted winner leaves the other",
      [target, fix("a", "t", 11), fix("b", "t", 12), retract("r", "b")],
      ["a"],
    ],
    ["a correction without its target is ordinary", [fix("c", "gone")], ["c"]],
    ["a retraction without its target is nothing", [target, retract("r", "gone")], ["t"]],
    ["members of a cycle are ordinary", [fix("a", "b"), fix("b", "a"), fix("c", "b", 30)], ["a", "c"]],
    ["an event that corrects itself is ordinary", [fix("a", "a")], ["a"]],
  ])("%s", (_, events, expected) => {
    expect(ids(events)).toEqual(expected);
    expect(ids(events.toReversed())).toEqual(expected);
  });

  it("looks only within the target's own source", () => {
    const other = testEvent("wms:c", FAILED, 12, { corrects: "t" });
    expect(ids([target, other])).toEqual(["t", "c"]);
  });

  it("heeds a retraction without a delivery and a correction that moved to another delivery", () => {
    expect(ids([target], elsewhere(retract("r", "t")))).toEqual([]);
    expect(ids([target], elsewhere(fix("c", "t")))).toEqual([]);
    expect(ids([target], elsewhere(fix("c", "t"), retract("r", "c")))).toEqual(["t"]);
  });

  it("lets a competing correction of another delivery win", () => {
    expect(ids([fix("a", "t", 11)], elsewhere(fix("b", "t", 12)))).toEqual([]);
  });

  it("resolves a chain of 50,000 links without recursion", () => {
    const chain = Array.from({ length: 50_000 }, (_, n) => fix(`c${n + 1}`, n === 0 ? "t" : `c${n}`));
    expect(ids([target, ...chain])).toEqual(["c50000"]);
  });
});
