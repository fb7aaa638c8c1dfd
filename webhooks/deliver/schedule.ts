const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses between attempts: ten attempts over 75 h 35 min, as Standard Webhooks samples it. */
const PAUSES = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;
export const MAX_ATTEMPTS = PAUSES.length + 1;

const JITTER = 0.2;
const MAX_RETRY_AFTER = 24 * HOUR;

export interface Failure {
  /** Attempts made so far, this one included. */
  readonly attempt: number;
  /** Nothing listened there: a receiver that is just restarting, so the first retry comes sooner. */
  readonly refused: boolean;
  /** The receiver's wish in milliseconds, or null. */
  readonly retryAfterMs: number | null;
}

/** Milliseconds until the next attempt, or null when there is none. `random` is uniform in [0, 1). */
export function pauseAfter(
  { attempt, refused, retryAfterMs }: Failure,
  random: () => number = Math.random,
): number | null {
  const pause = PAUSES[attempt - 1];
  if (pause === undefined) return null;
  const base = attempt === 1 && refused ? SECOND : pause;
  const jittered = base * (1 - JITTER + 2 * JITTER * random());
  return Math.round(Math.max(jittered, Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER)));
}

/** A Retry-After header (seconds or an HTTP date) as milliseconds from `now`; null when absent or unreadable. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * SECOND;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
