import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { startClickHouse } from "../embedded/clickhouse/startClickHouse.ts";
import { type KeptStore, keepRunning } from "../embedded/keepRunning.ts";
import { startPostgres } from "../embedded/postgres.ts";
import { lockHome } from "../lock.ts";
import { removeStoresFile, type StoreUrls, writeStoresFile } from "../storesFile.ts";

export interface Stores {
  readonly urls: StoreUrls;
  close(): Promise<void>;
}

/** Owns the embedded stores of DFRAS_HOME; a store whose URL is set is somebody else's. Throws HomeInUse. */
export async function startStores(config: Config, log: Logger): Promise<Stores> {
  const { home } = config;
  const unlock = lockHome(home);
  const kept: KeptStore[] = [];
  const keep = async (name: string, start: () => ReturnType<typeof startPostgres>) => {
    const store = await keepRunning(name, start, log);
    kept.push(store);
    return store.url;
  };
  const close = async () => {
    removeStoresFile(home);
    await Promise.all(kept.map((store) => store.stop()));
    unlock();
  };
  try {
    const [database_url, clickhouse_url] = await Promise.all([
      config.databaseUrl ?? keep("PostgreSQL", () => startPostgres({ home, log })),
      config.clickhouseUrl ?? keep("ClickHouse", () => startClickHouse({ home, log })),
    ]);
    const urls = { database_url, clickhouse_url };
    writeStoresFile(home, urls);
    return { urls, close };
  } catch (error) {
    await close();
    throw error;
  }
}
