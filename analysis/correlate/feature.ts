import type { Feature, ObservedEvent } from "../types.ts";

const MINUTE = 60_000;

type Optional = Partial<Pick<Feature, "observed" | "normal" | "unit" | "minutesBefore" | "distanceKm">>;

/** Builds a feature; what is not measured stays null. */
export function feature(
  name: string,
  level: string,
  statement: string,
  events: readonly ObservedEvent[],
  measured: Optional = {},
): Feature {
  return {
    name,
    level,
    observed: measured.observed ?? null,
    normal: measured.normal ?? null,
    unit: measured.unit ?? null,
    minutesBefore: measured.minutesBefore ?? null,
    distanceKm: measured.distanceKm ?? null,
    statement,
    events: events.map(({ source, id }) => ({ source, id })),
  };
}

/** Whole minutes from `at` to `end`, never negative; both epoch ms. */
export function minutesUntil(at: number, end: number): number {
  return Math.max(0, Math.round((end - at) / MINUTE));
}

/** A number among the event's free members, else null. */
export function numberIn(event: ObservedEvent, member: string): number | null {
  const value = event.data[member];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A text among the event's free members, else null. */
export function textIn(event: ObservedEvent, member: string): string | null {
  const value = event.data[member];
  return typeof value === "string" && value !== "" ? value : null;
}

/** A duration in words: minutes below two hours, hours below three days, then days. */
export function inWords(minutes: number): string {
  if (minutes < 120) return `${Math.round(minutes)} minutes`;
  if (minutes < 72 * 60) return `${Math.round(minutes / 60)} hours`;
  return `${Math.round(minutes / 1440)} days`;
}

/** The name of the first limit that `value` stays below, else `last`. */
export function levelBelow(
  value: number,
  limits: readonly (readonly [number, string])[],
  last: string,
): string {
  return limits.find(([limit]) => value < limit)?.[1] ?? last;
}
