import type { Warehouse } from "../../warehouse/client.ts";
import { RANGE_TABLES } from "../../warehouse/queries/pipeline/storedOffsets.ts";
import { monthOf } from "./byMonth.ts";
import { type StoredRecord, type StoreState, tenantsOf } from "./state.ts";

/**
 * Deletes what was inserted of records that a later table refused: a record is in all of its tables or, quarantined,
 * in none. The rest of the range stays. A crash before the end comes here again.
 */
export async function takeBack(
  {
    warehouse,
    state,
    database,
  }: {
    readonly warehouse: Pick<Warehouse, "remove">;
    readonly state: StoreState;
    readonly database: string;
  },
  refused: readonly StoredRecord[],
): Promise<void> {
  if (refused.length === 0) return;
  for (const { topic, partition } of state.ranges) {
    const ofRange = refused.filter((record) => record.topic === topic && record.partition === partition);
    if (ofRange.length === 0) continue;
    const tenantKeys = tenantsOf(ofRange).map(({ key }) => key);
    // Where the time itself is what was refused, nothing can be there.
    const months = [...new Set(ofRange.map(monthOf))].filter((month) => /^\d{6}$/.test(month));
    const positions = { tenantKeys, topic, partition, months, offsets: ofRange.map(({ offset }) => offset) };
    for (const table of RANGE_TABLES) await warehouse.remove(database, table, positions);
  }
}
