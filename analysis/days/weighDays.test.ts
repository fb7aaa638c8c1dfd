import { describe, expect, it } from "vitest";
import { logNegativeBinomial } from "./negativeBinomial.ts";
import { usualCounts } from "./usualCounts.ts";
import { type DayCount, weighDays } from "./weighDays.ts";

const MONDAY = 4 + 7 * 2_600;

/** Eight weeks of about a hundred failures a day, Mondays a tenth more; the same at each call. */
function weeks(over: Readonly<Record<number, Partial<DayCount>>> = {}): readonly DayCount[] {
  return Array.from({ length: 56 }, (_, n) => {
    const wobble = ((n * 37) % 21) - 10;
    const failures = 100 + wobble + (n % 7 === 0 ? 10 : 0);
    return { day: MONDAY + n, failures, share: 0, ...over[n] };
  });
}

const causedOn = (days: readonly DayCount[], n: number) => weighDays(days)[n]?.caused ?? Number.NaN;

describe("the negative binomial", () => {
  it("sums to 1 and has its mean", () => {
    for (const [mean, shape] of [
      [3, 0.25],
      [3, 2],
      [40, 25],
    ] as const) {
      const chances = Array.from({ length: 2_000 }, (_, n) => Math.exp(logNegativeBinomial(n, mean, shape)));
      expect(chances.reduce((sum, chance) => sum + chance)).toBeCloseTo(1, 8);
      expect(chances.reduce((sum, chance, n) => sum + n * chance, 0)).toBeCloseTo(mean, 5);
    }
  });
});

describe("usual counts", () => {
  it("are those of the days around, whatever struck one of them", () => {
    const calm = usualCounts(weeks());
    const struck = usualCounts(weeks({ 25: { failures: 900 } }));
    for (const [n, usual] of calm.usual.entries()) {
      expect(usual).toBeGreaterThan(85);
      expect(usual).toBeLessThan(115);
      expect(struck.usual[n]).toBeCloseTo(usual, -1);
    }
    expect(struck.spread).toBeLessThan(0.12);
  });

  it("follow weekday and level", () => {
    const rising = weeks().map((day, n) => ({ ...day, failures: day.failures * (n < 28 ? 1 : 3) }));
    const { usual } = usualCounts(rising);
    expect(usual[45]).toBeGreaterThan((usual[10] ?? 0) * 1.5);
    const mondays = weeks().map((day, n) => ({ ...day, failures: n % 7 === 0 ? 200 : 100 }));
    const profile = usualCounts(mondays).usual;
    expect(profile[21]).toBeGreaterThan((profile[22] ?? 0) * 1.3);
  });
});

describe("what a circumstance caused on a day", () => {
  it("is nothing where no failure speaks of it, however many there are", () => {
    expect(causedOn(weeks({ 25: { failures: 400 } }), 25)).toBe(0);
  });

  it("is most of the excess on a day that stands out", () => {
    const caused = causedOn(weeks({ 25: { failures: 250, share: 0.25 } }), 25);
    expect(caused).toBeGreaterThan(100);
    expect(caused).toBeLessThan(180);
  });

  it("is less than the failures say by themselves where the day is like any other", () => {
    expect(causedOn(weeks({ 25: { failures: 100, share: 0.25 } }), 25)).toBeLessThan(15);
  });

  it("grows with the count and with what the failures say, and is never more than there are", () => {
    const byCount = [60, 100, 140, 180, 300].map((failures) =>
      causedOn(weeks({ 25: { failures, share: 0.2 } }), 25),
    );
    expect(byCount).toEqual(byCount.toSorted((a, b) => a - b));
    const byShare = [0.001, 0.02, 0.1, 0.2, 0.5].map((share) =>
      causedOn(weeks({ 25: { failures: 140, share } }), 25),
    );
    expect(byShare).toEqual(byShare.toSorted((a, b) => a - b));
    for (const caused of [...byCount, ...byShare]) expect(caused).toBeLessThanOrEqual(300);
  });

  it("does not depend on the order of the days", () => {
    const days = weeks({ 25: { failures: 180, share: 0.2 }, 40: { failures: 100, share: 0.2 } });
    const turned = weighDays(days.toReversed()).toReversed();
    for (const [n, { caused }] of weighDays(days).entries()) expect(turned[n]?.caused).toBeCloseTo(caused, 9);
  });
});
