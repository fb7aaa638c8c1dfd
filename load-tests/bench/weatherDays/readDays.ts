import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";

/** One run that was late, as its operator told of it; without the reason that was given. */
export interface Incident {
  readonly id: string;
  readonly route: string;
  readonly company: string;
  readonly borough: string;
  /** Local time, `2015-09-01 06:12:00`. */
  readonly at: string;
  readonly delayMinutes: number;
}

/** A day's weather at one station, in the units of its table: inches, °F, miles an hour. */
export interface DailyWeather {
  readonly station: string;
  /** `2015-09-01`. */
  readonly date: string;
  readonly rain: number;
  readonly snow: number;
  readonly lowest: number;
  readonly highest: number;
  readonly wind: number | null;
}

/** Whether a day was one on which weather made runs late. For the score alone. */
export interface DayTruth {
  readonly date: string;
  readonly isWeatherDay: boolean;
}

type Row = Readonly<Record<string, string>>;

export function readIncidents(folder: string): readonly Incident[] {
  return rows(gunzipSync(readFileSync(join(folder, "incidents_blind.csv.gz")))).map((row) => ({
    id: row["breakdown_id"] ?? "",
    route: row["route"] ?? "",
    company: row["company"] ?? "",
    borough: row["boro"] ?? "",
    at: row["occurred_at"] ?? "",
    delayMinutes: Number(row["delay_min"]),
  }));
}

/** The weather of the days between two dates, both included. */
export function readWeather(folder: string, from: string, to: string): readonly DailyWeather[] {
  return rows(readFileSync(join(folder, "central_park_daily_2013-07_2024-03.csv")))
    .filter(({ DATE = "" }) => DATE >= from && DATE <= to)
    .map((row) => ({
      station: row["STATION"] ?? "",
      date: row["DATE"] ?? "",
      rain: Number(row["PRCP"]),
      snow: Number(row["SNOW"]),
      lowest: Number(row["TMIN"]),
      highest: Number(row["TMAX"]),
      wind: row["AWND"] ? Number(row["AWND"]) : null,
    }));
}

export function readTruth(folder: string): readonly DayTruth[] {
  return rows(readFileSync(join(folder, "day_truth.csv"))).map((row) => ({
    date: row["day"] ?? "",
    isWeatherDay: row["weather_day"] === "1",
  }));
}

function rows(text: Buffer): readonly Row[] {
  return parse(text, { columns: true, skip_empty_lines: true });
}
