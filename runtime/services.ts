import type { Logger } from "pino";
import type { ReadinessReport } from "../api/env.ts";
import { createPostgresLog } from "../events/log/postgres/createPostgresLog.ts";
import type { EventLog } from "../events/log/port.ts";
import { migrateJobs } from "../pipeline/sweep/startJobs.ts";
import { type Database, migrateDatabase, openDatabase } from "../tenancy/database.ts";
import { createKeyring, type Keyring } from "../tenancy/keyring.ts";
import type { Cache, RateLimiter } from "../tenancy/ports.ts";
import { createTenantDirectory, type TenantDirectory } from "../tenancy/tenants/tenantsByKey.ts";
import { watchRevocations } from "../tenancy/watchRevocations.ts";
import { createWarehouse, type Warehouse } from "../warehouse/client.ts";
import { createEgressPolicy, type EgressPolicy } from "../webhooks/egress/policy.ts";
import type { Config } from "./config.ts";
import { createLocalCache } from "./embedded/cache.ts";
import { createLocalLimiter } from "./embedded/limiter.ts";
import { migrationsFolder } from "./migrationsFolder.ts";
import { checkReadiness } from "./readiness.ts";
import { readOperatorKey, readSecretKey } from "./secrets.ts";
import type { StoreUrls } from "./storesFile.ts";

/** Everything that roles are built from, made once per process. */
export interface Services {
  readonly log: Logger;
  readonly config: Config;
  readonly databaseUrl: string;
  readonly db: Database;
  readonly keyring: Keyring;
  readonly warehouse: Warehouse;
  readonly eventLog: EventLog;
  readonly cache: Cache;
  readonly limiter: RateLimiter;
  readonly tenants: TenantDirectory;
  readonly egress: EgressPolicy;
  readonly operatorKey: string;
  readonly now: () => number;
  readonly readiness: () => Promise<ReadinessReport>;
  close(): Promise<void>;
}

const POOL_SIZE = 12;

/** Composes the services on the given stores, their schemas brought up to date first. */
export async function openServices(config: Config, urls: StoreUrls, log: Logger): Promise<Services> {
  const keyring = createKeyring(readSecretKey(config));
  const operatorKey = readOperatorKey(config, log);
  await migrateDatabase(urls.database_url, migrationsFolder);
  await migrateJobs(urls.database_url);
  const db = openDatabase({ url: urls.database_url, poolSize: POOL_SIZE });
  const warehouse = createWarehouse({ url: urls.clickhouse_url, log });
  const eventLog = createPostgresLog({ db, log });
  const cache = createLocalCache();
  const limiter = createLocalLimiter();
  const tenants = createTenantDirectory(db);
  const stopWatching = await watchRevocations({ keyring, cache });
  for (const tenant of await tenants.list()) await warehouse.prepare(tenant);
  return {
    log,
    config,
    databaseUrl: urls.database_url,
    db,
    keyring,
    warehouse,
    eventLog,
    cache,
    limiter,
    tenants,
    egress: createEgressPolicy({ allow: config.egressAllow }),
    operatorKey,
    now: Date.now,
    readiness: () => checkReadiness({ db, warehouse, eventLog }),
    close: async () => {
      await stopWatching();
      await eventLog.close();
      await Promise.all([limiter.close(), cache.close(), warehouse.close()]);
      await db.close();
    },
  };
}
