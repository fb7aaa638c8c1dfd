import { weighDays } from "../../../analysis/days/weighDays.ts";
import { CAUSES } from "../../../analysis/model/causes.ts";
import type { Client } from "../../../tests/harness/client.ts";
import { listFailures, type Prediction, readFailures } from "../predict/collect.ts";
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

/**
 * The days on which anything failed, in order. All failures of a day count; of each, `perDay` are read in full, evenly
 * over the day: they differ in little but their hour.
 */
export async function weighCity(client: Client, perDay: number): Promise<readonly CityDay[]> {
  const listed = await listFailures(client);
  const byDay = [...Map.groupBy(listed, (each) => dateOf(Date.parse(each.occurred_at)))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const chosen = byDay.flatMap(([, own]) => spread(own, perDay));
  const read = await readFailures(
    client,
    chosen.map(({ id }) => id),
  );
  const shares = Map.groupBy(read, ({ occurredAt }) => dateOf(occurredAt));
  const days = byDay.map(([date, own]) => {
    const answers = shares.get(date) ?? [];
    const share = answers.reduce((sum, each) => sum + probabilityOf(each), 0) / answers.length;
    return { date, day: Date.parse(date) / DAY_MS, failures: own.length, share };
  });
  return weighDays(days).map((weighed, at) => ({ ...weighed, date: days[at]?.date ?? "" }));
}

/** At most so many, evenly over the list. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, all.length / most);
  return all.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

/** Of a cause that is not listed it is known only that it shares the rest with all others that are not. */
function probabilityOf({ ranked }: Prediction): number {
  const listed = ranked.find(({ cause }) => cause === CAUSE);
  if (listed) return listed.probability;
  const rest = 1 - ranked.reduce((sum, { probability }) => sum + probability, 0);
  return Math.max(0, rest) / Math.max(1, CAUSES.length - ranked.length);
}
