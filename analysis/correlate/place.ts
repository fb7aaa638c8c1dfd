import type { ObservedEvent } from "../types.ts";
import { lastsUntil, type View } from "./view.ts";

const HOUR = 3_600_000;
const EARTH_KM = 6371;

/** Context events in force at some time of the span, with the minutes of the overlap. Events of other zones are left out. */
export function inForce(
  view: View,
  type: string,
  span: { from: number; to: number } = view,
): readonly { event: ObservedEvent; minutes: number }[] {
  return view.place.flatMap((event) => {
    if (event.type !== type || !concerns(event, view)) return [];
    const from = Math.max(event.at, span.from);
    const to = Math.min(lastsUntil(event) ?? event.at + 3 * HOUR, span.to);
    return from <= to ? [{ event, minutes: (to - from) / 60_000 }] : [];
  });
}

/** False where the event names another delivery, city or zone than the delivery's own. */
function concerns(event: ObservedEvent, view: View): boolean {
  const differs = (ref: "delivery_id" | "city" | "zone") =>
    event.refs[ref] !== undefined && view.refs[ref] !== undefined && event.refs[ref] !== view.refs[ref];
  return !differs("delivery_id") && !differs("city") && !differs("zone");
}

/** Kilometres from the event to the place of the attempt, or null where either is unknown. */
export function distanceTo(event: ObservedEvent, view: View): number | null {
  const spot = view.attempt?.reports.find((report) => report.location)?.location;
  if (!spot || !event.location) return null;
  return haversine(spot, event.location);
}

function haversine(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const [dLat, dLon] = [(b.lat - a.lat) * rad, (b.lon - a.lon) * rad];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return Math.round(2 * EARTH_KM * Math.asin(Math.sqrt(h)) * 10) / 10;
}
