import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@clickhouse/client";
import postgres from "postgres";

export interface StoresAtRest {
  /** Rows beyond the first of one log position, in the tables that keep positions. */
  readonly doubledRows: number;
  /** Events without an identity, or the other way round. */
  readonly unequalRows: number;
  /** Ranges that were taken up and never closed. */
  readonly openRanges: number;
}

/** Looks into the embedded stores themselves, behind the API: what a listing might hide. For pooled tenants. */
export async function readStoresAtRest(home: string): Promise<StoresAtRest> {
  const addresses = JSON.parse(readFileSync(join(home, "stores.json"), "utf8")) as {
    databaseUrl: string;
    clickhouseUrl: string;
  };
  const clickhouse = createClient({ url: addresses.clickhouseUrl });
  const sql = postgres(addresses.databaseUrl, { max: 1 });
  try {
    const counts = await Promise.all(
      ["events", "events_by_time", "event_identity"].map(async (table) => {
        const query = `SELECT toFloat64(count()) AS rows,
          toFloat64(uniqExact(log_topic, log_partition, log_offset)) AS positions FROM pool_00.${table}`;
        const answer = await clickhouse.query({ query, format: "JSONEachRow" });
        const [row] = await answer.json<{ rows: number; positions: number }>();
        return row ?? { rows: 0, positions: 0 };
      }),
    );
    const positions = counts.map((count) => count.positions);
    const [open] = await sql<{ n: number }[]>`
      SELECT count(*)::int AS n FROM stored_ranges WHERE state = 'open'`;
    return {
      doubledRows: counts.reduce((sum, count) => sum + count.rows - count.positions, 0),
      unequalRows: Math.max(...positions) - Math.min(...positions),
      openRanges: open?.n ?? 0,
    };
  } finally {
    await Promise.all([clickhouse.close(), sql.end({ timeout: 5 })]);
  }
}
