import { DomainError } from "../../tenancy/errors.ts";

/** Codes of the driver and of Postgres (classes 08, 53, 57) that say: the database is away, not: the query is wrong. */
const AWAY = /^(?:CONNECT|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|08|53|57)/;

/** The error for a log that takes nothing now; everything may be sent again. */
export function unavailable(): DomainError {
  return new DomainError("unavailable", "events cannot be taken at the moment: send them again", {
    retryAfter: 2,
  });
}

/** Turns a database that is away into DomainError `unavailable`; sending again is safe, as events are known by their id. */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isAway(error) ? unavailable() : error;
  }
}

function isAway(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  if ("code" in error && typeof error.code === "string" && AWAY.test(error.code)) return true;
  return "cause" in error && isAway(error.cause);
}
