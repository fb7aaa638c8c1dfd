import { and, eq } from "drizzle-orm";
import { storedRanges } from "../../drizzle/schema/ledger.ts";
import { decodeEnvelope } from "../../events/log/envelope.ts";
import type { LogRange, TopicPartition } from "../../events/log/port.ts";
import { type Database, withSystem } from "../../tenancy/database.ts";
import { ok, RetryLater } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { StoreState } from "./state.ts";

/** The log's clock may be another machine's. */
const CLOCKS_APART_MS = 300_000;

/**
 * Writes the ranges to the ledger before anything else, or finds that an earlier run already had. Ranges are stored
 * together only if none was taken up before: one that was goes alone, under the token of those it was with.
 */
export function openRanges({ db }: Pick<PipelineDeps, "db">): Step<StoreState> {
  return {
    name: "open",
    run: async (state) => {
      const { ranges } = state;
      const joint = ranges.length > 1 ? tokenOf(ranges) : null;
      const found = await withSystem(db, "store: open ranges", async (tx) => {
        const rows = ranges.map(({ topic, partition, first, last }) => ({
          ...{ topic, partition, firstOffset: first, lastOffset: last, joint },
        }));
        const inserted = await tx
          .insert(storedRanges)
          .values(rows)
          .onConflictDoNothing()
          .returning({ first: storedRanges.firstOffset });
        if (inserted.length === ranges.length) return null;
        const [range] = ranges;
        if (range === undefined || ranges.length > 1) throw new RetryLater("a range was taken up before");
        const [row] = await tx.select().from(storedRanges).where(rangeAt(range, range.first));
        return row ? { ...row, range } : null;
      });
      if (found !== null) assertAppendedBefore(found.openedAt, found.range);
      state.reopened = found?.range ?? null;
      state.token = found?.joint ?? tokenOf(ranges);
      return ok;
    },
  };
}

/** The first record's batch tells this log from another one that was filled before into the same warehouse. */
function tokenOf([range, ...others]: readonly LogRange[]): string {
  if (range === undefined) return "";
  const { topic, partition, first, last, records } = range;
  const batch = records[0] ? decodeEnvelope(records[0].value).batch_id : "";
  const own = `${topic}:${partition}:${first}-${last}:${batch}`;
  return others.length === 0 ? own : `${own}+${others.length}`;
}

function assertAppendedBefore(openedAt: Date, range: LogRange): void {
  if (openedAt.getTime() + CLOCKS_APART_MS >= newest(range)) return;
  throw new Error(
    `${range.topic}:${range.partition} ${range.first}-${range.last} was taken up before it was appended: this is another event log than before`,
  );
}

function newest({ records }: LogRange): number {
  return records.at(-1)?.appendedAt ?? 0;
}

function rangeAt({ topic, partition }: TopicPartition, first: number) {
  return and(
    eq(storedRanges.topic, topic),
    eq(storedRanges.partition, partition),
    eq(storedRanges.firstOffset, first),
  );
}

/** Where the range that began at `first` ended, if the ledger holds one: it must be formed again exactly so. */
export async function findRangeEnd(
  db: Database,
  at: TopicPartition,
  first: number,
): Promise<number | undefined> {
  const [row] = await withSystem(db, "store: find range", (tx) =>
    tx.select({ last: storedRanges.lastOffset }).from(storedRanges).where(rangeAt(at, first)),
  );
  return row?.last;
}
