import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@clickhouse/client";
import postgres from "postgres";
import type { Place } from "../../tests/harness/mode.ts";

/** How often things lie in a table: rows, and how many of them are different. */
export interface RowCount {
  readonly rows: number;
  readonly distinct: number;
}

export const COUNTED_TABLES = ["events", "events_by_time", "event_identity"] as const;

/** The stores behind the API, read as they are: what a listing might hide. For pooled tenants. */
export interface InsideStores {
  /** The sandbox of a tenant. */
  sandbox(tenantId: string): Promise<{ readonly tenantId: string; readonly key: number }>;
  countRows(key: number, table: (typeof COUNTED_TABLES)[number]): Promise<RowCount>;
  /** ClickHouse's rows; `{keys:Array(UInt32)}` and other parameters as the client takes them. */
  select<T>(query: string, params: Readonly<Record<string, unknown>>): Promise<T[]>;
  /** PostgreSQL, under the system role. */
  readonly sql: postgres.Sql;
  close(): Promise<void>;
}

const IDENTITY = {
  events: "(source, id)",
  events_by_time: "(source, id)",
  event_identity: "id_hash",
} as const;

export function openInside({ home, env }: Pick<Place, "home" | "env">): InsideStores {
  const kept = JSON.parse(readFileSync(join(home, "stores.json"), "utf8")) as Readonly<
    Record<string, string>
  >;
  const clickhouse = createClient({ url: kept["clickhouseUrl"] ?? "" });
  const url = env["DATABASE_URL"] ?? kept["databaseUrl"] ?? "";
  const sql = postgres(url, { max: 2, onnotice: () => {}, connection: { role: "dfras_system" } });
  const select = async <T>(query: string, query_params: Readonly<Record<string, unknown>>) => {
    const answer = await clickhouse.query({
      query,
      query_params: { ...query_params },
      format: "JSONEachRow",
    });
    return answer.json<T>();
  };
  return {
    sql,
    select,
    async sandbox(tenantId) {
      const [row] = await sql<{ tenantId: string; key: number }[]>`
        SELECT id AS "tenantId", tenant_key AS key FROM tenants WHERE parent_id = ${tenantId} AND mode = 'test'`;
      if (!row) throw new Error(`${tenantId} has no sandbox`);
      return row;
    },
    async countRows(key, table) {
      const [row] = await select<RowCount>(
        `SELECT toFloat64(count()) AS rows, toFloat64(uniqExact(${IDENTITY[table]})) AS distinct
         FROM pool_00.${table} WHERE tenant_key = {key:UInt32}`,
        { key },
      );
      return row ?? { rows: 0, distinct: 0 };
    },
    async close() {
      await Promise.all([clickhouse.close(), sql.end({ timeout: 5 })]);
    },
  };
}
