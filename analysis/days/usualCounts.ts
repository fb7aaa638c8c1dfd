import type { DayCount } from "./weighDays.ts";

/** Days before and after whose level counts for a day. */
const NEAR_DAYS = 14;
/** So many days of the whole period count beside those near, and beside those of the same weekday. */
const PRIOR_DAYS = 8;
/** Places are never steadier than this from day to day: standard deviation of log counts. */
const LEAST_SPREAD = 0.05;
/** From the median absolute deviation to the standard deviation of a normal variable. */
const TO_DEVIATION = 1.4826;

export interface Usual {
  /** Count to be expected of each day, judged by the other days; in their order. */
  readonly usual: readonly number[];
  /** Standard deviation of the logarithm of a day's count beyond chance. */
  readonly spread: number;
}

/**
 * What each day would usually count: the level of the days around it, itself left out, by the profile of its weekday.
 * Medians throughout, so that days on which something struck move neither; few days are shrunk towards all of them.
 */
export function usualCounts(days: readonly Pick<DayCount, "day" | "failures">[]): Usual {
  const all = median(days.map(({ failures }) => failures));
  const weekdays = Map.groupBy(days, weekdayOf);
  const profile = new Map(
    [...weekdays].map(([weekday, own]) => {
      const ratio = median(own.map(({ failures }) => failures)) / Math.max(all, 1);
      return [weekday, (ratio * own.length + PRIOR_DAYS) / (own.length + PRIOR_DAYS)] as const;
    }),
  );
  const factor = (day: Pick<DayCount, "day">) => profile.get(weekdayOf(day)) ?? 1;
  const usual = days.map((day) => {
    const others = days.filter((other) => other !== day);
    const near = others.filter((other) => Math.abs(other.day - day.day) <= NEAR_DAYS);
    const level = (of: typeof days) => median(of.map((each) => each.failures / factor(each)));
    const blended = (level(near) * near.length + level(others) * PRIOR_DAYS) / (near.length + PRIOR_DAYS);
    return Math.max(blended * factor(day), 0.5);
  });
  const off = days.map(({ failures }, at) => Math.log(Math.max(failures, 0.5) / (usual[at] ?? 1)));
  const middle = median(off);
  const deviation = TO_DEVIATION * median(off.map((each) => Math.abs(each - middle)));
  const chance = 1 / Math.max(all, 1);
  return { usual, spread: Math.sqrt(Math.max(deviation ** 2 - chance, LEAST_SPREAD ** 2)) };
}

/** 1970-01-01 was a Thursday. */
function weekdayOf({ day }: Pick<DayCount, "day">): number {
  return (((day + 4) % 7) + 7) % 7;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const low = sorted[Math.ceil(half) - 1] ?? 0;
  return sorted.length % 2 === 1 ? low : (low + (sorted[half] ?? 0)) / 2;
}
