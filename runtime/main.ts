import { pino } from "pino";
import { startPipeline } from "../pipeline/run.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { HomeInUse } from "./lock.ts";
import { type Api, startApi } from "./roles/api.ts";
import { startStores } from "./roles/stores.ts";
import { startWebhooks } from "./roles/webhooks.ts";
import { openServices } from "./services.ts";
import { createLog } from "./log.ts";
import { awaitStoresFile, type StoreUrls } from "./storesFile.ts";

interface Closable {
  close(): Promise<void>;
}

/** Starts the configured roles, says `ready` on standard output, and closes them in reverse order on a signal. */
async function main(config: Config): Promise<void> {
  const log = createLog(config);
  const open: Closable[] = [];
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeAll(open);
    return closing;
  };
  const stop = (signal: NodeJS.Signals) => {
    log.info({ signal }, "closing");
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, "could not close");
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  try {
    const api = await start(config, log, open);
    process.stdout.write(`ready ${JSON.stringify(api ? { api: api.url } : {})}\n`);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(config: Config, log: pino.Logger, open: Closable[]): Promise<Api | undefined> {
  const keep = <T extends Closable>(part: T): T => {
    open.push(part);
    return part;
  };
  const urls = config.roles.has("stores") ? keep(await startStores(config, log)).urls : await findStores(config);
  const others = [...config.roles].filter((role) => role !== "stores");
  if (others.length === 0) return undefined;
  const services = keep(await openServices(config, urls, log));
  if (config.roles.has("worker")) keep(await startPipeline(services));
  if (config.roles.has("webhooks")) keep(await startWebhooks(services));
  return config.roles.has("api") ? keep(await startApi(services)) : undefined;
}

/** Stores of another process, or of nobody's when every URL is set. */
async function findStores({ databaseUrl, clickhouseUrl, home }: Config): Promise<StoreUrls> {
  if (databaseUrl && clickhouseUrl) return { database_url: databaseUrl, clickhouse_url: clickhouseUrl };
  const file = await awaitStoresFile(home);
  return { database_url: databaseUrl ?? file.database_url, clickhouse_url: clickhouseUrl ?? file.clickhouse_url };
}

async function closeAll(open: Closable[]): Promise<void> {
  for (const part of open.toReversed()) await part.close();
}

try {
  await main(readConfig());
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof HomeInUse;
  process.stderr.write(`${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
