export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Clocks of the world: India, central Europe, and two of the United States. */
export type Clock = "india" | "central_europe" | "us_central" | "us_eastern";

const STANDARD: Readonly<Record<Clock, number>> = {
  india: 5.5,
  central_europe: 1,
  us_central: -6,
  us_eastern: -5,
};

/** Hours from UTC to local time. */
function offsetOf(clock: Clock, at: number): number {
  const standard = STANDARD[clock];
  return standard + (inSummer(clock, at, standard) ? 1 : 0);
}

function inSummer(clock: Clock, at: number, standard: number): boolean {
  if (clock === "india") return false;
  const year = new Date(at).getUTCFullYear();
  if (clock === "central_europe") return at >= sunday(year, 2, 25) + HOUR && at < sunday(year, 9, 25) + HOUR;
  const start = sunday(year, 2, 8) + (2 - standard) * HOUR;
  const end = sunday(year, 10, 1) + (1 - standard) * HOUR;
  return at >= start && at < end;
}

/** Midnight UTC of the first Sunday on or after the date. */
function sunday(year: number, month: number, date: number): number {
  const first = Date.UTC(year, month, date);
  return first + ((7 - new Date(first).getUTCDay()) % 7) * DAY;
}

/** Number of the local calendar day, counted from 1970. */
export function localDay(clock: Clock, at: number): number {
  return Math.floor((at + offsetOf(clock, at) * HOUR) / DAY);
}

/** Local hour of the day, with fractions. */
export function localHour(clock: Clock, at: number): number {
  return ((at + offsetOf(clock, at) * HOUR) % DAY) / HOUR;
}

/** Epoch ms of an hour (may be above 24) of a local day. */
export function atLocal(clock: Clock, day: number, hour: number): number {
  const utc = day * DAY + hour * HOUR;
  const guess = utc - STANDARD[clock] * HOUR;
  return utc - offsetOf(clock, guess) * HOUR;
}

/** The first of some local hours at or after a time; the hours ascend. */
export function nextOf(clock: Clock, at: number, hours: readonly number[]): number {
  const today = localDay(clock, at);
  for (let day = today; ; day += 1)
    for (const hour of hours) {
      const found = atLocal(clock, day, hour);
      if (found >= at) return found;
    }
}

/** RFC 3339 with the local offset, whole seconds. */
export function stamp(clock: Clock, at: number): string {
  const offset = offsetOf(clock, at);
  const local = new Date(Math.floor(at / 1000) * 1000 + offset * HOUR).toISOString().slice(0, 19);
  const minutes = Math.abs(offset) * 60;
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** Six digits: year, month, date. */
export function dateCode(day: number): string {
  return new Date(day * DAY).toISOString().slice(2, 10).replaceAll("-", "");
}

/** Month of the day, 1 - 12. */
export function monthOf(day: number): number {
  return new Date(day * DAY).getUTCMonth() + 1;
}
