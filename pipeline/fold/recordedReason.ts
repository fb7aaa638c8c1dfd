import type { DetectedFailure, FoldEvent } from "./types.ts";

export type RecordedReason = DetectedFailure["recordedReason"];

/**
 * The reason that the senders gave last, or null. `unknown` counts only where nothing else was said.
 * `events` are live and ordered.
 */
export function latestReason(events: readonly FoldEvent[]): RecordedReason {
  const given = events.filter((event) => event.reason);
  const said = given.findLast((event) => event.reason !== "unknown") ?? given.at(-1);
  return said?.reason ? { code: said.reason, source: said.source } : null;
}
