import type { StoredRecord } from "./state.ts";

/** Inserts of one range under way at a time: each touches one partition, and history comes in hundreds of months. */
const AT_ONCE = 6;

/** Hands the records of each month to `work`, some months at a time. Rejects with the first error, and begins no more. */
export async function byMonth(
  records: readonly StoredRecord[],
  work: (month: string, records: readonly StoredRecord[]) => Promise<void>,
): Promise<void> {
  const months = Map.groupBy(records, monthOf).entries();
  let failed = false;
  const take = async () => {
    for (const [month, ofMonth] of months) {
      if (failed) return;
      await work(month, ofMonth).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
}

/** As ClickHouse's toYYYYMM of the event's time, which is in UTC. */
export const monthOf = (record: StoredRecord) => record.event.occurred_at.slice(0, 7).replace("-", "");
