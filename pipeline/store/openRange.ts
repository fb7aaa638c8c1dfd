import { and, eq } from "drizzle-orm";
import { storedRanges } from "../../drizzle/schema/ledger.ts";
import type { TopicPartition } from "../../events/log/port.ts";
import { type Database, withSystem } from "../../tenancy/database.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { StoreState } from "./state.ts";

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
      state.reopened = found !== null;
      state.alreadyDone = found?.state === "done";
      return ok;
    },
  };
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
