import { and, eq } from "drizzle-orm";
import { storedRanges } from "../../drizzle/schema/ledger.ts";
import type { LogRange, TopicPartition } from "../../events/log/port.ts";
import { type Database, withSystem } from "../../tenancy/database.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { StoreState } from "./state.ts";

/** The log's clock may be another machine's. */
const CLOCKS_APART_MS = 300_000;

/** Writes the range to the ledger before anything else, or finds that an earlier run already had. */
export function openRange({ db }: Pick<PipelineDeps, "db">): Step<StoreState> {
  return {
    name: "open",
    run: async (state) => {
      const { topic, partition, first, last } = state.range;
      const found = await withSystem(db, "store: open range", async (tx) => {
        const inserted = await tx
          .insert(storedRanges)
          .values({ topic, partition, firstOffset: first, lastOffset: last })
          .onConflictDoNothing()
          .returning({ first: storedRanges.firstOffset });
        if (inserted.length > 0) return null;
        const [row] = await tx.select().from(storedRanges).where(rangeAt({ topic, partition }, first));
        return row ?? null;
      });
      if (found !== null && found.openedAt.getTime() + CLOCKS_APART_MS < newest(state.range))
        throw new Error(
          `${topic}:${partition} ${first}-${found.lastOffset} was taken up before it was appended: this is another event log than before`,
        );
      state.reopened = found !== null;
      state.alreadyDone = found?.state === "done";
      return ok;
    },
  };
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
