import { waitingRanges } from "../../../drizzle/schema/waiting.ts";
import { type Database, withSystem } from "../../../tenancy/database.ts";
import type { Lag } from "../port.ts";

export interface WaitingRange {
  /** When the range was first found to wait, RFC 3339 UTC. */
  readonly since: string;
  /** Tries that failed. */
  readonly attempts: number;
  readonly error: string;
  /** RFC 3339 UTC; null while a try is under way. */
  readonly next_try_at: string | null;
  /** Host and process id of who tries. */
  readonly process: string;
}

export type FindWaiting = (group: string, at: Lag) => WaitingRange | null;

/** What is written down of waiting ranges; `FindWaiting` answers those that their groups have not come past. */
export async function readWaiting(db: Database): Promise<FindWaiting> {
  const rows = await withSystem(db, "lag: waiting ranges", (tx) => tx.select().from(waitingRanges));
  const keyOf = (group: string, topic: string, partition: number) => `${group}:${topic}:${partition}`;
  const byPlace = new Map(rows.map((row) => [keyOf(row.group, row.topic, row.partition), row]));
  return (group, { topic, partition, committed, end }) => {
    const row = byPlace.get(keyOf(group, topic, partition));
    if (row === undefined || row.firstOffset < committed || row.firstOffset >= end) return null;
    return {
      since: row.since.toISOString(),
      attempts: row.attempts,
      error: row.error,
      next_try_at: row.nextTryAt?.toISOString() ?? null,
      process: row.process,
    };
  };
}
