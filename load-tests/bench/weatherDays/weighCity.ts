import { weighDays } from "../../../analysis/days/weighDays.ts";
import { CAUSES } from "../../../analysis/model/causes.ts";
import type { Prediction } from "../predict/collect.ts";
import { dateOf } from "./toEvents.ts";

const DAY_MS = 86_400_000;
const CAUSE = "external.weather";

export interface CityDay {
  readonly date: string;
  readonly failures: number;
  /** Mean probability of weather over the day's failures, as the API answers them. */
  readonly share: number;
  readonly usual: number;
  /** Failures that weather brought about, by the day's count as well. */
  readonly caused: number;
}

/** The days on which anything failed, in order. */
export function weighCity(predictions: readonly Prediction[]): readonly CityDay[] {
  const byDay = Map.groupBy(predictions, ({ occurredAt }) => dateOf(occurredAt));
  const days = [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, own]) => ({
      date,
      day: Date.parse(date) / DAY_MS,
      failures: own.length,
      share: own.reduce((sum, each) => sum + probabilityOf(each), 0) / own.length,
    }));
  return weighDays(days).map((weighed, at) => ({ ...weighed, date: days[at]?.date ?? "" }));
}

/** Of a cause that is not listed it is known only that it shares the rest with all others that are not. */
function probabilityOf({ ranked }: Prediction): number {
  const listed = ranked.find(({ cause }) => cause === CAUSE);
  if (listed) return listed.probability;
  const rest = 1 - ranked.reduce((sum, { probability }) => sum + probability, 0);
  return Math.max(0, rest) / Math.max(1, CAUSES.length - ranked.length);
}
