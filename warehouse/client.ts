import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { Logger } from "pino";
import type { Tenant } from "../tenancy/context.ts";
import { DomainError } from "../tenancy/errors.ts";
import { mapInSlices } from "../tenancy/inSlices.ts";
import { bindParams } from "./bindParams.ts";
import { isTransient } from "./errors.ts";
import { databaseOf, isPlacement } from "./placement.ts";
import { prepareDatabase, readMigrations } from "./prepare.ts";
import type { RangeTable } from "./queries/pipeline/storedOffsets.ts";
import { type LogPositions, removeRows } from "./removeRows.ts";
import { groupByDatabase, type QueryScope, scopeQuery } from "./scopeQuery.ts";
import type { RowOf, TenantTable } from "./tables.ts";

export type WarehouseTenant = Pick<Tenant, "key" | "placement">;
export type QueryParams = Readonly<Record<string, unknown>>;

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Default 30 for one tenant, 120 for several. */
  readonly maxSeconds?: number;
}

/** Whose turn a query has: a person's who waits, or the pipeline's. */
type Workload = "interactive" | "jobs";

/**
 * Reads the tables of the tenants it was made for. Query text names tables as `{{events}}`, values as `{name:Type}`,
 * and carries the tenant's predicate for each table (see `scopeQuery`); `tenant_key` or `tenant_keys` is bound here.
 */
export interface Reader {
  query<T>(text: string, params?: QueryParams, options?: ReadOptions): Promise<T[]>;
  /** Row by row; leaving the loop ends the query. */
  stream<T>(text: string, params?: QueryParams, options?: ReadOptions): AsyncIterable<T>;
}

/** Of one tenant: text with `tenant_key = {tenant_key:UInt32}`. */
export interface TenantReader extends Reader {
  readonly scope: "one";
}

/** Of several tenants: text with `tenant_key IN {tenant_keys:Array(UInt32)}`. */
export interface TenantsReader extends Reader {
  readonly scope: "many";
}

export interface Warehouse {
  /** Predicate `tenant_key = {tenant_key:UInt32}`. Throws DomainError `unavailable` when the warehouse is away. */
  forTenant(tenant: WarehouseTenant): TenantReader;
  /**
   * Predicate `tenant_key IN {tenant_keys:Array(UInt32)}`; one query per database and 500 tenants, answers joined.
   * Every join must carry tenant_key; a LIMIT or a total holds per query. Errors come as the client throws them.
   */
  forTenants(tenants: readonly WarehouseTenant[]): TenantsReader;
  /** One insert; the same `token` again stores nothing. Errors: see `isTransient` and `isRefusedData`. */
  insert<T extends TenantTable>(
    database: string,
    table: T,
    rows: readonly RowOf<T>[],
    options?: InsertOptions,
  ): Promise<void>;
  /** Deletes what was inserted from these places of the log. */
  remove(database: string, table: RangeTable, positions: LogPositions): Promise<void>;
  /** Makes the tenant's database and tables ready. Idempotent. */
  prepare(tenant: WarehouseTenant): Promise<void>;
  /** Resolves when the warehouse answers a query; rejects otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface InsertOptions {
  readonly token?: string;
}

export interface WarehouseOptions {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly log: Logger;
  /** Connections of this process; default 16. */
  readonly connections?: number;
}

/** Opens the warehouse: the unmodified ClickHouse client, and around it the rules that keep tenants apart. */
export function createWarehouse(options: WarehouseOptions): Warehouse {
  const client = createClient({
    url: options.url,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    request_timeout: 150_000,
    max_open_connections: options.connections ?? 16,
    // Thousands of ids are more than a URL may hold: then they go in the body.
    use_multipart_params_auto: true,
    log: { level: ClickHouseLogLevel.OFF },
  });
  return {
    forTenant: (tenant) => tenantReader(client, options.log, tenant),
    forTenants: (tenants) => tenantsReader(client, tenants),
    insert: (database, table, rows, { token } = {}) => insertRows(client, database, table, rows, token),
    remove: (database, table, positions) => removeRows(client, database, table, positions),
    prepare: preparer(client),
    ping: async () => {
      await readAll(client, "SELECT 1", {}, {});
    },
    close: () => client.close(),
  };
}

function tenantReader(client: ClickHouseClient, log: Logger, tenant: WarehouseTenant): TenantReader {
  const scope: QueryScope = { database: databaseOf(tenant), keys: [tenant.key], kind: "one" };
  const prepareText = (text: string, options: ReadOptions) =>
    scopeQuery(text, { ...scope, maxSeconds: options.maxSeconds ?? 30 });
  const bind = (params: QueryParams) => ({ ...params, tenant_key: tenant.key });
  return {
    scope: "one",
    query: (text, params = {}, options = {}) =>
      readAll<never>(client, prepareText(text, options), bind(params), options).catch((error: unknown) => {
        throw asUnavailable(error, log);
      }),
    stream: (text, params = {}, options = {}) =>
      readStream(client, prepareText(text, options), bind(params), options),
  };
}

function tenantsReader(client: ClickHouseClient, tenants: readonly WarehouseTenant[]): TenantsReader {
  const groups = groupByDatabase(tenants).map((group) => ({
    database: group.database,
    keys: group.tenants.map(({ key }) => key),
  }));
  const prepareText = (text: string, group: (typeof groups)[number], options: ReadOptions) =>
    scopeQuery(text, { ...group, kind: "many", maxSeconds: options.maxSeconds ?? 120 });
  return {
    scope: "many",
    query: async <T>(text: string, params: QueryParams = {}, options: ReadOptions = {}) => {
      const answers = groups.map((group) =>
        readAll<T>(
          client,
          prepareText(text, group, options),
          { ...params, tenant_keys: group.keys },
          options,
          "jobs",
        ),
      );
      return (await Promise.all(answers)).flat();
    },
    stream: async function* (text, params = {}, options = {}) {
      for (const group of groups) {
        yield* readStream(
          client,
          prepareText(text, group, options),
          { ...params, tenant_keys: group.keys },
          options,
        );
      }
    },
  };
}

async function readAll<T>(
  client: ClickHouseClient,
  query: string,
  params: QueryParams,
  options: ReadOptions,
  workload: Workload = "interactive",
): Promise<T[]> {
  const answer = await client.query({
    query,
    query_params: bindParams(query, params),
    format: "JSONEachRow",
    clickhouse_settings: { workload },
    ...(options.signal === undefined ? {} : { abort_signal: options.signal }),
  });
  return answer.json<T>();
}

async function* readStream<T>(
  client: ClickHouseClient,
  query: string,
  params: QueryParams,
  options: ReadOptions,
): AsyncGenerator<T> {
  const answer = await client.query({
    query,
    query_params: bindParams(query, params),
    format: "JSONEachRow",
    ...(options.signal === undefined ? {} : { abort_signal: options.signal }),
  });
  const rows = answer.stream<T>();
  try {
    for await (const chunk of rows) for (const row of chunk) yield row.json<T>();
  } finally {
    rows.destroy();
  }
}

async function insertRows<T extends TenantTable>(
  client: ClickHouseClient,
  database: string,
  table: T,
  rows: readonly RowOf<T>[],
  token: string | undefined,
): Promise<void> {
  if (!isPlacement(database)) throw new Error(`not a placement: ${database}`);
  const [first] = rows as readonly Readonly<Record<string, unknown>>[];
  if (first === undefined) return;
  const columns = Object.keys(first);
  await client.insert({
    table: `${database}.${table}`,
    // Arrays in one column order are half the bytes of objects, and are parsed faster.
    values: await mapInSlices(rows as readonly Readonly<Record<string, unknown>>[], (row) =>
      columns.map((column) => row[column]),
    ),
    columns: columns as [string, ...string[]],
    format: "JSONCompactEachRow",
    ...(token === undefined ? {} : { clickhouse_settings: { insert_deduplication_token: token } }),
  });
}

/** One preparation per database at a time in this process; a failed one is forgotten, so that the next call tries again. */
function preparer(client: ClickHouseClient): (tenant: WarehouseTenant) => Promise<void> {
  const migrations = readMigrations();
  const running = new Map<string, Promise<void>>();
  const runner = {
    command: async (query: string) => {
      await client.command({ query });
    },
    select: <T>(query: string) => readAll<T>(client, query, {}, {}),
  };
  return (tenant) => {
    const database = databaseOf(tenant);
    const before = running.get(database);
    if (before !== undefined) return before;
    const now = prepareDatabase(runner, database, migrations).catch((error: unknown) => {
      running.delete(database);
      throw error;
    });
    running.set(database, now);
    return now;
  };
}

function asUnavailable(error: unknown, log: Logger): unknown {
  if (!isTransient(error)) return error;
  log.warn({ err: error }, "warehouse is away");
  return new DomainError("unavailable", "the analytical store does not answer just now", { retryAfter: 2 });
}
