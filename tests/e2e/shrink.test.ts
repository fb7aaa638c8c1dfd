import { expect, test } from "vitest";
import { makeChaos, makeScript } from "../../load-tests/verify/property/script.ts";
import { shrink, type Trial } from "../../load-tests/verify/property/shrink.ts";

const whole: Trial = { script: makeScript(5), chaos: makeChaos(5) };
const sentIn = ({ script }: Trial) => new Set(script.slots.flat());

test("a failing run is shrunk to the steps that it needs", async () => {
  let trials = 0;
  const fails = async (trial: Trial) => {
    trials += 1;
    return sentIn(trial).has(3) && sentIn(trial).has(17) && trial.chaos.includes("join");
  };
  const { script, chaos } = await shrink(
    { ...whole, chaos: ["join", "kill api", ...whole.chaos] },
    fails,
    60,
  );
  expect(trials).toBeLessThanOrEqual(60);
  expect(chaos.filter(Boolean)).toEqual(["join"]);
  expect(script.late).toEqual([]);
  const sent = sentIn({ script, chaos });
  expect([sent.has(3), sent.has(17)]).toEqual([true, true]);
  expect(sent.size).toBeLessThan(script.lines.length / 4);
});

test("a seed makes the same script again, with repeats, and every line at least once", () => {
  expect(makeScript(5)).toEqual(whole.script);
  expect(makeChaos(5)).toEqual(whole.chaos);
  const { slots, lines } = whole.script;
  expect(sentIn(whole).size).toBe(lines.length);
  expect(slots.flat().length).toBeGreaterThan(lines.length);
});
