import type { EventLog, Lag, Topic } from "../events/log/port.ts";
import { RAW_TOPICS, TOUCHED_TOPICS } from "../events/log/port.ts";
import { readWaiting, type WaitingRange } from "../events/log/waiting/readWaiting.ts";
import type { Database } from "../tenancy/database.ts";
import { ANALYSE_GROUP, ANALYSE_TOPICS, EXPOSURES_GROUP, STORE_GROUP } from "./sweep/awaitSettled.ts";

export interface ReadGroup {
  readonly group: string;
  readonly topics: readonly Topic[];
}

export interface GroupLag {
  readonly group: string;
  /** Records that the group has not read, of all partitions. */
  readonly lag: number;
  readonly partitions: readonly (Lag & {
    readonly lag: number;
    /** Set when the next range waits because its handling fails or hangs. */
    readonly waiting: WaitingRange | null;
  })[];
}

/** The groups of the pipeline, in the order in which an event passes them. */
const PIPELINE_GROUPS: readonly ReadGroup[] = [
  { group: STORE_GROUP, topics: RAW_TOPICS },
  { group: ANALYSE_GROUP, topics: ANALYSE_TOPICS },
  { group: EXPOSURES_GROUP, topics: TOUCHED_TOPICS },
];

/**
 * How far each group is behind the log, the pipeline's own and `others`, and where it waits. Rejects when the log or
 * the database is away.
 */
export async function readLag(
  { eventLog, db }: { readonly eventLog: Pick<EventLog, "lag">; readonly db: Database },
  others: readonly ReadGroup[],
): Promise<readonly GroupLag[]> {
  const findWaiting = await readWaiting(db);
  return Promise.all(
    [...PIPELINE_GROUPS, ...others].map(async ({ group, topics }) => {
      const rows = await eventLog.lag(group, topics);
      const partitions = rows.map((row) => ({
        ...row,
        lag: Math.max(0, row.end - row.committed),
        waiting: findWaiting(group, row),
      }));
      return { group, lag: partitions.reduce((sum, { lag }) => sum + lag, 0), partitions };
    }),
  );
}
