import { ApiError, ConnectionError, isTransient } from "./errors.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;
/** A server that asks for more than this is not waited for: the caller gets the error, with `retryAfter`. */
const LONGEST_WAIT_S = 60;

/**
 * How long to wait before the next attempt, in milliseconds; undefined when there is none to make.
 * @param attempt The one that failed, from 1.
 */
export function pauseAfter(error: unknown, attempt: number): number | undefined {
  if (error instanceof ApiError) {
    if (!isWorthRetrying(error)) return undefined;
    if (error.retryAfter !== undefined) {
      return error.retryAfter <= LONGEST_WAIT_S ? error.retryAfter * 1000 + jitter(250) : undefined;
    }
  } else if (!(error instanceof ConnectionError)) return undefined;
  return backoff(attempt);
}

/** Doubles from half a second to eight; half of it is random, so that clients do not come back together. */
export function backoff(attempt: number): number {
  const pause = Math.min(LONGEST_BACKOFF_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  return pause / 2 + jitter(pause / 2);
}

/** A conflict passes only when the server says so: another request with the same key is on its way. */
function isWorthRetrying({ status, retryable }: ApiError): boolean {
  return retryable && (isTransient(status) || status === 409);
}

/**
 * Seconds that a refusal asks to wait: `Retry-After` in seconds or as a date, else `t` of a `RateLimit` that is spent.
 * Undefined for values that make no sense.
 */
export function readRetryAfter(headers: Headers, now = Date.now()): number | undefined {
  const given = headers.get("retry-after")?.trim();
  if (given) {
    const seconds = /^\d+(\.\d+)?$/.test(given) ? Number(given) : (Date.parse(given) - now) / 1000;
    if (Number.isFinite(seconds)) return Math.max(0, seconds);
  }
  const limits = headers.get("ratelimit")?.split(",") ?? [];
  const waits = limits
    .filter((limit) => /;\s*r=0\b/.test(limit))
    .map((limit) => /;\s*t=(\d+)/.exec(limit)?.[1])
    .filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : Math.max(...waits.map(Number));
}

function jitter(most: number): number {
  return Math.random() * most;
}
