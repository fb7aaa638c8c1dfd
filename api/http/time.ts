import { DomainError } from "../../tenancy/errors.ts";

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const RELATIVE = /^-(\d{1,6})(m|h|d|w)$/;
const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * Reads a bound of a time range: RFC 3339 with offset, `now`, or `-7d` (m, h, d, w before now).
 * `name` is the query parameter; anything else throws invalid_request pointing at it.
 */
export function parseTime(text: string, name: string, now: Date = new Date()): Date {
  const at = readTime(text, now);
  if (Number.isFinite(at)) return new Date(at);
  const detail = "Give RFC 3339 with an offset, `now`, or a relative time such as `-7d`.";
  throw new DomainError("invalid_request", `The parameter ${name} is not a time.`, {
    errors: [{ code: "invalid_format", pointer: `/${name}`, detail }],
  });
}

function readTime(text: string, now: Date): number {
  if (text === "now") return now.getTime();
  const relative = RELATIVE.exec(text);
  if (relative) return now.getTime() - Number(relative[1]) * UNIT_MS[relative[2] as keyof typeof UNIT_MS];
  return RFC3339.test(text) && isCalendarDay(text) ? Date.parse(text.replace(" ", "T")) : Number.NaN;
}

/** Date.parse rolls 31 February over into March; such a day is refused instead. */
function isCalendarDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split("-").map(Number);
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Bounds of a range, epoch milliseconds; what was not given is absent. */
export interface TimeRange {
  readonly from?: number;
  readonly to?: number;
}

/** Both bounds of a list's range; `from` after `to` throws invalid_request. */
export function parseRange(query: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): TimeRange {
  const now = new Date();
  const from = query.from === undefined ? undefined : parseTime(query.from, "from", now).getTime();
  const to = query.to === undefined ? undefined : parseTime(query.to, "to", now).getTime();
  if (from !== undefined && to !== undefined && from > to) {
    throw new DomainError("invalid_request", "The range ends before it begins.", {
      errors: [{ code: "invalid_range", pointer: "/from", detail: "`from` is later than `to`." }],
    });
  }
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
