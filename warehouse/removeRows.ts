import type { ClickHouseClient } from "@clickhouse/client";
import { isPlacement } from "./placement.ts";
import type { RangeTable } from "./queries/pipeline/storedOffsets.ts";

/** Rows by the log position they came from. */
export interface LogPositions {
  readonly tenantKeys: readonly number[];
  readonly topic: string;
  readonly partition: number;
  readonly offsets: readonly number[];
}

/** Deletes the rows and waits until no query sees them. Repeating it does no harm. */
export async function removeRows(
  client: ClickHouseClient,
  database: string,
  table: RangeTable,
  { tenantKeys, topic, partition, offsets }: LogPositions,
): Promise<void> {
  if (!isPlacement(database)) throw new Error(`not a placement: ${database}`);
  await client.command({
    query: `DELETE FROM ${database}.${table}
      WHERE tenant_key IN {tenantKeys:Array(UInt32)} AND log_topic = {topic:String}
        AND log_partition = {partition:UInt16} AND log_offset IN {offsets:Array(UInt64)}`,
    query_params: { tenantKeys: [...tenantKeys], topic, partition, offsets: [...offsets] },
    clickhouse_settings: { lightweight_deletes_sync: "2" },
  });
}
