import { mkdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import { findAddresses } from "./home/addresses.ts";
import { readSecrets, type Secrets } from "./home/secrets.ts";
import { migrateStores } from "./migrateStores.ts";
import { giveWay } from "./priority.ts";
import { startApi } from "./roles/api.ts";
import { startDemo } from "./roles/demo.ts";
import { startHealth } from "./roles/health.ts";
import { startStores } from "./roles/stores.ts";
import { startWebhooks } from "./roles/webhooks.ts";
import { startWorker } from "./roles/worker.ts";
import { openServices } from "./services.ts";

export interface Program {
  /** What the line `ready` says. */
  readonly ready: Readonly<Record<string, string>>;
  /** Begins what speaks to people, once the line has been said. */
  begin(): void;
  /** Says that it ends; goes on serving for a while, unless `atOnce`; then ends one part after the other. */
  close(how: { readonly atOnce: boolean }): Promise<void>;
}

interface Closable {
  readonly name: string;
  drain?(): void;
  close(): Promise<void>;
}

/** Starts the configured roles, each after what it needs. What started is closed again when a later one fails. */
export async function startProgram(config: Config, log: Logger): Promise<Program> {
  const started: Closable[] = [];
  const close = async ({ atOnce }: { readonly atOnce: boolean }) => {
    for (const part of started) part.drain?.();
    // Balancers send requests until they have seen that none should come.
    if (!atOnce && started.some(({ name }) => name === "api")) await pause(config.drainSeconds * 1_000);
    for (const part of started.splice(0).reverse()) {
      log.debug({ part: part.name }, "closing");
      await part.close();
    }
  };
  const add = <T extends Closable>(part: T): T => {
    started.push(part);
    return part;
  };
  try {
    return { ...(await startRoles(config, log, add)), close };
  } catch (error) {
    await close({ atOnce: true });
    throw error;
  }
}

async function startRoles(
  config: Config,
  log: Logger,
  add: <T extends Closable>(part: T) => T,
): Promise<Omit<Program, "close">> {
  const begin = () => {};
  mkdirSync(config.home, { recursive: true, mode: 0o700 });
  const secrets = readSecrets(config);
  // What runs the stores starts them with its own priority.
  if (!config.roles.has("api") && !config.roles.has("stores")) giveWay();
  if (config.roles.has("stores")) add(await startStores(config, log));
  if (["api", "worker", "webhooks"].every((role) => !config.roles.has(role as "api")))
    return { ready: { roles: "stores" }, begin };
  const addresses = await findAddresses(config, log);
  await migrateStores(addresses.databaseUrl, log);
  const services = await openServices(config, addresses, secrets, log);
  add({ name: "services", drain: services.readiness.drain, close: services.close });
  if (config.roles.has("worker")) add(await startWorker(services));
  if (config.roles.has("webhooks")) add(await startWebhooks(services));
  if (!config.roles.has("api")) {
    const { healthPort } = config;
    const health = healthPort === undefined ? null : add(await startHealth(config, healthPort, services));
    return { ready: { roles: [...config.roles].join(","), ...(health && { health: health.url }) }, begin };
  }
  const api = add(await startApi(config, services));
  sayOperatorKey(secrets, log);
  if (!config.demo) return { ready: { api: api.url }, begin };
  const demo = add(await startDemo(config, services, api.url));
  return { ready: { api: api.url, demo_api_key: demo.apiKey }, begin: demo.begin };
}

function sayOperatorKey({ operatorKey, isNewOperatorKey }: Secrets, log: Logger): void {
  if (isNewOperatorKey)
    log.info({ operator_key: operatorKey }, "operator key made; it is kept in DFRAS_HOME");
}
