import { DateTime } from "luxon";
import { celsius, rateWeather } from "./rateWeather.ts";
import type { DailyWeather, Incident } from "./readDays.ts";

/** The place of everything here: one school district with one weather station. */
const CITY = "New York";
const ZONE = "America/New_York";
const KMH = 1.609344;

type Event = Readonly<Record<string, unknown>>;

interface Timed {
  readonly at: DateTime;
  readonly event: Event;
}

/** Canonical events of the runs and of the weather, in the order of arrival, a line each. */
export function toLines(incidents: readonly Incident[], weather: readonly DailyWeather[]): readonly string[] {
  const all = [...weather.map(ofDay), ...incidents.flatMap(ofRun)];
  return all
    .toSorted((a, b) => a.at.toMillis() - b.at.toMillis())
    .map(({ at, event }) => JSON.stringify({ ...event, received_hint: at.toISO() }));
}

/** The local date of an instant, `2015-09-01`. */
export function dateOf(at: number): string {
  return DateTime.fromMillis(at, { zone: ZONE }).toISODate() ?? "";
}

/** Weather is known as it happens: the day's report stands for what was observed during that day. */
function ofDay(day: DailyWeather): Timed {
  const from = DateTime.fromISO(day.date, { zone: ZONE });
  const data = {
    ...rateWeather(day),
    temperature_c: celsius((day.lowest + day.highest) / 2),
    ...(day.wind === null ? {} : { wind_kmh: Math.round(day.wind * KMH) }),
    valid_until: from.plus({ days: 1 }).toISO(),
  };
  const id = `${day.station}:${day.date}`;
  const event = {
    ...{ id, source: "noaa-daily", type: "context.weather", occurred_at: from.toISO() },
    ...{ city: CITY, data },
  };
  return { at: from, event };
}

/** A run that was to be there and came later: nobody says when it left, so it left when it was first heard of. */
function ofRun({ id, route, company, borough, at: text, delayMinutes }: Incident): readonly Timed[] {
  const at = DateTime.fromSQL(text, { zone: ZONE });
  const then = at.plus({ minutes: delayMinutes });
  const refs = {
    ...{ delivery_id: id, route_id: route, carrier_id: company, city: CITY },
    ...(borough === "" ? {} : { zone: borough }),
  };
  const tell = (type: string, moment: DateTime, more: Event = {}): Timed => ({
    at: moment,
    event: { id: `${id}:${type}`, source: "school-bus", type, occurred_at: moment.toISO(), ...refs, ...more },
  });
  return [
    tell("order.created", at, { order_id: id, data: { promised_by: at.toISO() } }),
    tell("shipment.out_for_delivery", at),
    tell("shipment.delivered", then, { data: { outcome: "full" } }),
  ];
}
