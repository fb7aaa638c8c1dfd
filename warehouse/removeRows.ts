import type { ClickHouseClient } from "@clickhouse/client";
import { isPlacement } from "./placement.ts";
import type { RangeTable } from "./queries/pipeline/storedOffsets.ts";

/** Rows by the log position they came from. */
export interface LogPositions {
  readonly tenantKeys: readonly number[];
  readonly topic: string;
  readonly partition: number;
  readonly offsets: readonly number[];
  /** Those of the events' times, as ClickHouse's toYYYYMM. */
  readonly months: readonly string[];
}

/** What a delete has to look through; every part of it is written anew. */
const BY_MONTH: ReadonlySet<RangeTable> = new Set(["events", "events_by_time"]);

/** Deletes the rows and waits until no query sees them. Repeating it does no harm. */
export async function removeRows(
  client: ClickHouseClient,
  database: string,
  table: RangeTable,
  { tenantKeys, topic, partition, offsets, months }: LogPositions,
): Promise<void> {
  if (!isPlacement(database)) throw new Error(`not a placement: ${database}`);
  const parts = BY_MONTH.has(table) ? months.map((month) => `IN PARTITION ${Number(month)}`) : [""];
  for (const part of parts)
    await client.command({
      query: `DELETE FROM ${database}.${table} ${part}
        WHERE tenant_key IN {tenantKeys:Array(UInt32)} AND log_topic = {topic:String}
          AND log_partition = {partition:UInt16} AND log_offset IN {offsets:Array(UInt64)}`,
      query_params: { tenantKeys: [...tenantKeys], topic, partition, offsets: [...offsets] },
      clickhouse_settings: { lightweight_deletes_sync: "2" },
    });
}
