import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { startClickHouse } from "../embedded/clickhouse/startClickHouse.ts";
import { type KeptStore, keepRunning } from "../embedded/keepRunning.ts";
import { startPostgres } from "../embedded/postgres.ts";
import { removeAddresses, writeAddresses } from "../home/addresses.ts";
import { lockHome } from "../home/lock.ts";
import type { Role } from "./role.ts";

/** Runs the embedded stores whose URLs are not configured, and says in stores.json where they are. */
export async function startStores(config: Config, log: Logger): Promise<Role> {
  const unlock = lockHome(config.home);
  removeAddresses(config.home);
  const urls: { databaseUrl?: string; clickhouseUrl?: string } = {};
  const pids: Record<string, number> = {};
  const kept: KeptStore[] = [];
  const close = async () => {
    removeAddresses(config.home);
    await Promise.all(kept.map((store) => store.stop()));
    unlock();
  };
  const keep = async (name: string, key: keyof typeof urls, start: typeof startPostgres) => {
    const store = await keepRunning({
      name,
      log,
      start: () => start({ home: config.home, log }),
      onStart: ({ url, pid }) => {
        urls[key] = url;
        pids[name] = pid;
        writeAddresses(config.home, urls, pids);
      },
    });
    kept.push(store);
    log.info({ store: name, store_pid: pids[name] }, "store runs");
  };
  const starting = [
    ...(config.databaseUrl ? [] : [keep("postgres", "databaseUrl", startPostgres)]),
    ...(config.clickhouseUrl ? [] : [keep("clickhouse", "clickhouseUrl", startClickHouse)]),
  ];
  const failed = (await Promise.allSettled(starting)).find((result) => result.status === "rejected");
  if (failed) {
    await close();
    throw failed.reason;
  }
  return { name: "stores", close };
}
