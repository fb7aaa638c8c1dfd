import { readdirSync } from "node:fs";
import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { requireRights } from "./databaseRights.ts";
import { openSocket } from "./openSocket.ts";
import { preparing } from "./preparing.ts";

export type Tx = Parameters<Parameters<PostgresJsDatabase["transaction"]>[0]>[0];

/** Two pools, one per role; neither can do what the other may. Built once, by `openDatabase`. */
export interface Database {
  readonly app: PostgresJsDatabase;
  readonly system: PostgresJsDatabase;
  /** The raw driver of the system role, for LISTEN and bulk statements of the event log. */
  readonly systemSql: postgres.Sql;
  /** Its transactions are part of another one, which may yet be undone. */
  readonly enlisted?: true;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Connections per role. */
  readonly poolSize: number;
}

const RECONNECT_SECONDS = 0.25;

function pool(url: string, role: "dfras_app" | "dfras_system", max: number): postgres.Sql {
  // The driver reads `socket`; its types do not say so.
  const options = {
    max,
    onnotice: () => {},
    connection: { role, application_name: role },
    socket: openSocket,
    // The driver's own waits up to 20 s after an outage, and what is asked meanwhile waits with it.
    backoff: () => RECONNECT_SECONDS,
  };
  return postgres(url, options);
}

/** Opens both pools. Connections are made on first use; a database that is away makes queries fail, not this. */
export function openDatabase({ url, poolSize }: DatabaseOptions): Database {
  const app = pool(url, "dfras_app", poolSize);
  const system = pool(url, "dfras_system", poolSize);
  return {
    app: drizzle(preparing(app)),
    system: drizzle(preparing(system)),
    systemSql: system,
    close: async () => {
      await Promise.all([app.end({ timeout: 5 }), system.end({ timeout: 5 })]);
    },
  };
}

/** Brings the schema up to date, as the URL's own user, one process at a time. @throws MissingRights */
export async function migrateDatabase(url: string, folder: string): Promise<void> {
  if (readdirSync(folder).length === 0) throw new Error(`no migrations in ${folder}`);
  const connection = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await connection`select pg_advisory_lock(7239105)`;
    await requireRights(connection);
    await migrate(drizzle(connection), { migrationsFolder: folder });
  } finally {
    await connection.end({ timeout: 5 });
  }
}

/**
 * Runs `work` in a transaction that sees the one tenant's rows and no other.
 * A query outside it has no tenant and fails (row level security, no missing_ok).
 */
export function withTenant<T>(db: Database, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.app.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tenant_id', ${tenantId}, true)`);
    return work(tx);
  });
}

/** The only other door: the system role, for `purpose`, which reaches the tables and functions granted to it by name. */
export function withSystem<T>(db: Database, purpose: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.system.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.purpose', ${purpose}, true)`);
    return work(tx);
  });
}
