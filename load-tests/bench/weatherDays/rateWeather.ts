import type { DailyWeather } from "./readDays.ts";

const MM = 25.4;
const CM = 2.54;

export interface Rated {
  readonly condition: string;
  /** 0 to 3, as `context.weather` has it. */
  readonly severity: number;
}

/**
 * Rates a day's weather as a provider of weather data would. Rain by the limits of WMO's climate indices for daily
 * precipitation (R1mm, R10mm, R20mm); fresh snow from the first flake, from 1 cm and from 5 cm; frost from -10 °C, about
 * where diesel fuel clogs filters.
 */
export function rateWeather({ rain, snow, lowest }: DailyWeather): Rated {
  const byRain = level(rain * MM, [1, 10, 20]);
  const bySnow = snow <= 0 ? 0 : 1 + level(snow * CM, [1, 5]);
  const byFrost = celsius(lowest) <= -10 ? 2 : 0;
  const severity = Math.max(byRain, bySnow, byFrost);
  const condition = bySnow > 0 ? "snow" : byRain > 0 ? "rain" : byFrost > 0 ? "frost" : "clear";
  return { condition, severity };
}

export function celsius(fahrenheit: number): number {
  return Math.round(((fahrenheit - 32) / 1.8) * 10) / 10;
}

/** How many of the limits are reached. */
function level(value: number, limits: readonly number[]): number {
  return limits.filter((limit) => value >= limit).length;
}
