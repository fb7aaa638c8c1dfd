const SHAPE = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads an RFC 3339 time with offset, against the real calendar. Epoch milliseconds (finer digits are cut), or null. */
export function readInstant(text: string): number | null {
  const parts = SHAPE.exec(text);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = parts;
  if (!isDay(Number(year), Number(month), Number(day))) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  if (Number(offsetHour ?? 0) > 23 || Number(offsetMinute ?? 0) > 59) return null;
  const millis = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, "0"));
  const offset =
    (Number(offsetHour ?? 0) * 60 + Number(offsetMinute ?? 0)) * 60_000 * (sign === "-" ? -1 : 1);
  const local = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const at =
    local + Number(hour) * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000 + millis - offset;
  return second === "60" && !followsLeapSecond(at - millis) ? null : at;
}

/** Whether the text is an RFC 3339 full-date of the real calendar. */
export function isDate(text: string): boolean {
  const parts = DATE.exec(text);
  return parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
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
