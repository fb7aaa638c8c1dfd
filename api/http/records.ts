import type { Context } from "hono";
import { type InboundRecord, readRecords } from "../../events/accept/readRecords.ts";
import { DomainError } from "../../tenancy/errors.ts";
import type { Env } from "../env.ts";

export const INGEST_TYPES = ["application/json", "application/x-ndjson", "application/ndjson"] as const;

/**
 * The records of an ingest body, each parsed or with what is wrong with it. Throws invalid_request for a body without
 * any record or, if it claims to be one JSON document, for one that is none; too_large for too many.
 */
export function recordsOf(c: Context<Env>): readonly InboundRecord[] {
  const body = c.get("body");
  const lines = c.req.header("Content-Type")?.includes("ndjson") ?? false;
  const records = readRecords(body, { format: lines ? "ndjson" : "json" });
  const [only, ...others] = records;
  if (!lines && others.length === 0 && only?.error?.code === "invalid_json" && !isArray(body)) {
    throw new DomainError("invalid_request", "The body is not valid JSON.", { errors: [only.error] });
  }
  return records;
}

/** Of a broken array the elements are judged one by one; of anything else nothing can be saved. */
function isArray(body: Uint8Array): boolean {
  return /^\s*\[/.test(Buffer.from(body.subarray(0, 64)).toString("latin1"));
}
