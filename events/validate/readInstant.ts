/** What follows the seconds: fraction and offset. */
const TAIL = /^(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads an RFC 3339 time with offset, against the real calendar. Epoch milliseconds (finer digits are cut), or null. */
export function readInstant(text: string): number | null {
  if (text[4] !== "-" || text[7] !== "-" || text[13] !== ":" || text[16] !== ":") return null;
  if (text[10] !== "T" && text[10] !== "t") return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)];
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  // NaN, from what is no digit, passes none of the comparisons.
  if (!(year >= 0 && isDay(year, month, day) && hour <= 23 && minute <= 59 && second <= 60)) return null;
  const tail = readTail(text);
  if (tail === null) return null;
  const at = startOfDay(year, month, day) + hour * 3_600_000 + minute * 60_000 + second * 1000 - tail.offset;
  return second === 60 && !followsLeapSecond(at) ? null : at + tail.millis;
}

interface Tail {
  readonly millis: number;
  readonly offset: number;
}

function readTail(text: string): Tail | null {
  if (text.length === 20 && text[19] === "Z") return UTC;
  const parts = TAIL.exec(text.slice(19));
  if (parts === null) return null;
  const [, fraction, sign, hours = "0", minutes = "0"] = parts;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  const millis = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, "0"));
  return { millis, offset: (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1) };
}

const UTC: Tail = { millis: 0, offset: 0 };

/** The number at two places of the text; NaN where one is no digit. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** `Date.UTC` takes years below 100 for years of the last century. */
function startOfDay(year: number, month: number, day: number): number {
  return year < 100 ? new Date(0).setUTCFullYear(year, month - 1, day) : Date.UTC(year, month - 1, day);
}

/** Whether the text is an RFC 3339 full-date of the real calendar. */
export function isDate(text: string): boolean {
  const parts = DATE.exec(text);
  return parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

function isDay(year: number, month: number, day: number): boolean {
  if (!(month >= 1 && month <= 12 && day >= 1)) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

/** A leap second stands only at the end of June or December UTC; it counts as the second after it. */
function followsLeapSecond(at: number): boolean {
  const next = new Date(at);
  return (
    at % 86_400_000 === 0 && next.getUTCDate() === 1 && (next.getUTCMonth() === 0 || next.getUTCMonth() === 6)
  );
}
