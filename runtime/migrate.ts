import type { Logger } from "pino";
import { openDatabase } from "../tenancy/database.ts";
import { MissingRights } from "../tenancy/databaseRights.ts";
import { createTenantDirectory } from "../tenancy/tenants/tenantsByKey.ts";
import { createWarehouse } from "../warehouse/client.ts";
import { awaitStore } from "./awaitStore.ts";
import { ConfigError, readConfig } from "./config.ts";
import { type Addresses, findAddresses } from "./home/addresses.ts";
import { createLog } from "./log.ts";
import { migrateStores } from "./migrateStores.ts";

await main();

/** `npm run migrate`: brings all schemas up to date and ends, so that a release can do so before its processes start. */
async function main(): Promise<void> {
  let log = createLog("info");
  try {
    const config = readConfig();
    log = createLog(config.logLevel);
    const addresses = await findAddresses(config, log);
    await migrateStores(addresses.databaseUrl, log);
    const tenants = await migrateWarehouse(addresses, log);
    log.info({ tenants }, "all schemas are up to date");
  } catch (error) {
    if (error instanceof ConfigError || error instanceof MissingRights) log.fatal(error.message);
    else log.fatal({ err: error }, "the schemas could not be brought up to date");
    process.exitCode = 1;
  }
}

/** Makes the warehouse ready for every tenant that exists; answers how many. */
async function migrateWarehouse({ databaseUrl, clickhouseUrl }: Addresses, log: Logger): Promise<number> {
  const db = openDatabase({ url: databaseUrl, poolSize: 1 });
  const warehouse = createWarehouse({ url: clickhouseUrl, log });
  try {
    const tenants = await createTenantDirectory(db).list();
    await awaitStore(log, async () => {
      for (const tenant of tenants) await warehouse.prepare(tenant);
    });
    return tenants.length;
  } finally {
    await warehouse.close();
    await db.close();
  }
}
