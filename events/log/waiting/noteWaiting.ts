import { hostname } from "node:os";
import { sql } from "drizzle-orm";
import { waitingRanges } from "../../../drizzle/schema/waiting.ts";
import { type Database, withSystem } from "../../../tenancy/database.ts";
import type { LogRange } from "../port.ts";

export interface Waiting {
  readonly group: string;
  readonly range: Pick<LogRange, "topic" | "partition" | "first">;
  /** In words without values; null when the try has not failed but does not end. */
  readonly error: string | null;
  /** Until the next try; null while one is under way. */
  readonly pauseMs: number | null;
}

const PROCESS = `${hostname()}:${process.pid}`;

/** Writes down that a range waits, and why. Tries are counted, and `since` is kept, as long as it is the same range. */
export async function noteWaiting(db: Database, { group, range, error, pauseMs }: Waiting): Promise<void> {
  const { topic, partition, first } = range;
  const isSame = sql`${waitingRanges.firstOffset} = excluded.first_offset`;
  const failed = error === null ? 0 : 1;
  await withSystem(db, "note a waiting range", (tx) =>
    tx
      .insert(waitingRanges)
      .values({
        group,
        topic,
        partition,
        firstOffset: first,
        since: sql`now()`,
        attempts: failed,
        error: error ?? "a try does not end",
        nextTryAt: pauseMs === null ? null : sql`now() + ${pauseMs} * interval '1 millisecond'`,
        process: PROCESS,
      })
      .onConflictDoUpdate({
        target: [waitingRanges.group, waitingRanges.topic, waitingRanges.partition],
        set: {
          firstOffset: sql`excluded.first_offset`,
          since: sql`case when ${isSame} then ${waitingRanges.since} else excluded.since end`,
          attempts: sql`excluded.attempts + case when ${isSame} then ${waitingRanges.attempts} else 0 end`,
          error: sql`excluded.error`,
          nextTryAt: sql`excluded.next_try_at`,
          process: sql`excluded.process`,
        },
      }),
  );
}
