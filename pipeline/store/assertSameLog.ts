import { and, eq, max } from "drizzle-orm";
import { storedRanges } from "../../drizzle/schema/ledger.ts";
import type { TopicPartition } from "../../events/log/port.ts";
import { withSystem } from "../../tenancy/database.ts";
import type { PipelineDeps } from "../ports.ts";

/**
 * The ledger knows ranges by their offsets, which mean nothing in another log: there it would take new records for
 * stored ones. @throws when the ledger has come further than the log goes, as when a system was moved to a new log.
 */
export async function assertSameLog(
  { db, eventLog }: Pick<PipelineDeps, "db" | "eventLog">,
  { topic, partition }: TopicPartition,
): Promise<void> {
  const [row] = await withSystem(db, "store: last range", (tx) =>
    tx
      .select({ last: max(storedRanges.lastOffset) })
      .from(storedRanges)
      .where(and(eq(storedRanges.topic, topic), eq(storedRanges.partition, partition))),
  );
  const last = row?.last ?? -1;
  if (last < 0) return;
  const ends = await eventLog.endOffsets([topic]);
  const end = ends.find((each) => each.partition === partition)?.offset ?? 0;
  if (last >= end)
    throw new Error(
      `${topic}:${partition} ends at ${end}, but records up to ${last} were stored from it: this is another event log than before`,
    );
}
