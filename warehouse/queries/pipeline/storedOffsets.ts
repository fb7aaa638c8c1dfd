import type { LogRange } from "../../../events/log/port.ts";
import type { TenantsReader } from "../../client.ts";

/** The tables that a range is written to, each row with the log position it came from. */
export const RANGE_TABLES = ["events", "events_by_time", "event_identity", "event_corrections"] as const;
export type RangeTable = (typeof RANGE_TABLES)[number];

/** Which offsets of the range each table already holds: what proves storage after a restart. */
export async function findStoredOffsets(
  reader: TenantsReader,
  range: Pick<LogRange, "topic" | "partition" | "first" | "last">,
): Promise<ReadonlyMap<RangeTable, ReadonlySet<number>>> {
  const read = async (table: RangeTable): Promise<[RangeTable, Set<number>]> => {
    const rows = await reader.query<{ log_offset: number | string }>(
      `SELECT log_offset FROM {{${table}}}
       WHERE tenant_key IN {tenant_keys:Array(UInt32)} AND log_topic = {topic:String}
         AND log_partition = {partition:UInt16} AND log_offset BETWEEN {first:UInt64} AND {last:UInt64}`,
      { topic: range.topic, partition: range.partition, first: range.first, last: range.last },
    );
    return [table, new Set(rows.map((row) => Number(row.log_offset)))];
  };
  return new Map(await Promise.all(RANGE_TABLES.map(read)));
}
