import { join } from "node:path";
import type { Logger } from "pino";
import { createDiskFiles } from "../events/imports/files/createDiskFiles.ts";
import type { FileStore } from "../events/imports/ports.ts";
import type { EventLog } from "../events/log/port.ts";
import { type Database, openDatabase } from "../tenancy/database.ts";
import { createKeyring, type Keyring } from "../tenancy/keyring.ts";
import type { Cache, RateLimiter } from "../tenancy/ports.ts";
import { createTenantDirectory, type TenantDirectory } from "../tenancy/tenants/tenantsByKey.ts";
import { watchRevocations } from "../tenancy/watchRevocations.ts";
import { createWarehouse, type Warehouse } from "../warehouse/client.ts";
import { createEgressPolicy, type EgressPolicy } from "../webhooks/egress/policy.ts";
import { awaitStore } from "./awaitStore.ts";
import type { Config } from "./config.ts";
import type { Addresses } from "./home/addresses.ts";
import type { Secrets } from "./home/secrets.ts";
import { openEventLog } from "./openEventLog.ts";
import { createReadiness, type Readiness } from "./readiness.ts";
import { openShared } from "./redis/openShared.ts";

/** Everything that roles share, built once per process. */
export interface Services {
  readonly log: Logger;
  readonly db: Database;
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly tenants: TenantDirectory;
  readonly warehouse: Warehouse;
  readonly eventLog: EventLog;
  readonly importFiles: FileStore;
  readonly cache: Cache;
  readonly limiter: RateLimiter;
  readonly egressPolicy: EgressPolicy;
  readonly operatorKey: string;
  readonly readiness: Readiness;
  /** Closes in reverse order of opening. */
  close(): Promise<void>;
}

const POOL_SIZE = 12;

/** The composition root: opens the services and makes the schemas in use ready. */
export async function openServices(
  config: Config,
  { databaseUrl, clickhouseUrl }: Addresses,
  secrets: Secrets,
  log: Logger,
): Promise<Services> {
  const db = openDatabase({ url: databaseUrl, poolSize: POOL_SIZE });
  const warehouse = createWarehouse({ url: clickhouseUrl, log });
  const eventLog = openEventLog(config, db, log);
  const shared = await openShared(config.redisUrl, log);
  const { cache, limiter } = shared;
  const keyring = createKeyring(secrets.secretKey);
  const tenants = createTenantDirectory(db);
  const unwatch = await watchRevocations({ keyring, cache });
  await awaitStore(log, async () => {
    for (const tenant of await tenants.list()) await warehouse.prepare(tenant);
  });
  const { roles } = config;
  const readiness = createReadiness({ db, warehouse, eventLog, redis: shared, roles, log });
  return {
    log,
    db,
    databaseUrl,
    keyring,
    tenants,
    warehouse,
    eventLog,
    importFiles: createDiskFiles(join(config.home, "imports")),
    cache,
    limiter,
    egressPolicy: createEgressPolicy({ allow: config.egressAllow }),
    operatorKey: secrets.operatorKey,
    readiness,
    close: async () => {
      readiness.close();
      await unwatch();
      await shared.close();
      await eventLog.close();
      await warehouse.close();
      await db.close();
    },
  };
}
