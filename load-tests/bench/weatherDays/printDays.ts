import type { DailyWeather, DayTruth } from "./readDays.ts";
import { type ScoredDay, scoreDays } from "./scoreDays.ts";
import type { CityDay } from "./weighCity.ts";

/** Of a weather day, by the definition of the folder: so many failures of weather, and such a part of all. */
const AT_LEAST = 10;
const SHARE = 0.05;
const WET_INCHES = 0.1;

interface Joined extends CityDay {
  readonly isWeatherDay: boolean;
  readonly rain: number;
  readonly snow: number;
}

/** Prints the marks beside plain rules on the same days, and the days that matter. */
export function printDays(
  name: string,
  days: readonly CityDay[],
  truth: readonly DayTruth[],
  weather: readonly DailyWeather[],
): void {
  const joined = join(days, truth, weather);
  const by = (score: (day: Joined) => number, named: (day: Joined) => boolean) =>
    rounded(scoreDays(joined.map((day): ScoredDay => ({ ...day, score: score(day), named: named(day) }))));
  const isWeather = (expected: number, all: number) => expected >= AT_LEAST && expected >= SHARE * all;
  console.log(`${name}: ${joined.filter((day) => day.isWeatherDay).length} weather days of ${joined.length}`);
  console.table({
    "any rain or snow; ranked by rain": by(
      ({ rain }) => rain,
      ({ rain, snow }) => rain > 0 || snow > 0,
    ),
    "a tenth of an inch, or snow": by(
      ({ rain, snow }) => rain + snow,
      ({ rain, snow }) => rain >= WET_INCHES || snow > 0,
    ),
    "half as many again as usual": by(
      ({ failures, usual }) => failures / usual,
      ({ failures, usual }) => failures >= 1.5 * usual,
    ),
    "answers of the API, summed": by(
      ({ share, failures }) => share * failures,
      ({ share, failures }) => isWeather(share * failures, failures),
    ),
    "answers and the day's count": by(
      ({ caused }) => caused,
      ({ caused, failures }) => isWeather(caused, failures),
    ),
  });
  const shown = joined.filter((day) => day.isWeatherDay || isWeather(day.caused, day.failures));
  console.table(shown.toSorted((a, b) => b.caused - a.caused).map(rounded));
}

function join(
  days: readonly CityDay[],
  truth: readonly DayTruth[],
  weather: readonly DailyWeather[],
): readonly Joined[] {
  const found = new Map(days.map((day) => [day.date, day]));
  const skies = new Map(weather.map((day) => [day.date, day]));
  return truth.map(({ date, isWeatherDay }) => {
    const day = found.get(date);
    const sky = skies.get(date);
    if (!day || !sky) throw new Error(`nothing is known of ${date}`);
    const { failures, share, usual, caused } = day;
    return { date, isWeatherDay, failures, usual, share, caused, rain: sky.rain, snow: sky.snow };
  });
}

function rounded<Row extends object>(row: Row): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "number" ? Math.round(value * 1_000) / 1_000 : value,
    ]),
  );
}
