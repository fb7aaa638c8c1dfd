import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Product, startProduct } from "./product.ts";
import { waitFor } from "./waitFor.ts";

export type Victim = "api" | "worker" | "webhooks" | "clickhouse";
type RoleName = "api" | "worker" | "webhooks";

/** The product as a process for each role, on one home. */
export interface Fleet {
  /** Base URL of the API as it runs now; a restarted one has another port. Waits while there is none. */
  api(): Promise<string>;
  /** `kill -9`; resolves when the victim is dead. It is started again by itself. Waits while it still starts. */
  kill(victim: Victim): Promise<void>;
  /** Resolves when everything that was killed runs again. */
  restored(): Promise<void>;
  /** Standard error of every process that ran, the last lines of each. */
  lastLines(): string[];
  /** SIGTERM to all, the stores last; answers the exit codes by role. */
  stop(): Promise<Readonly<Record<string, number | null>>>;
}

/** Starts `stores`, `api`, `worker` and `webhooks` apart. */
export async function startFleet(home: string): Promise<Fleet> {
  const ran: Product[] = [];
  const start = async (roles: string) => {
    const product = await startProduct({ home, roles });
    ran.push(product);
    return product;
  };
  const stores = await start("stores");
  const parts: Record<RoleName, Promise<Product>> = {
    api: start("api"),
    worker: start("worker"),
    webhooks: start("webhooks"),
  };
  let clickhouse: Promise<unknown> = Promise.resolve();
  const restored = async () => {
    await Promise.all([...Object.values(parts), clickhouse]);
  };
  await restored();
  return {
    api: async () => (await parts.api).api,
    restored,
    async kill(victim) {
      if (victim === "clickhouse") {
        await clickhouse;
        const pid = clickhousePid(home);
        process.kill(pid, "SIGKILL");
        clickhouse = waitFor(() => clickhousePid(home) !== pid, { timeoutMs: 120_000 });
        return;
      }
      const { process: child } = await parts[victim];
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      parts[victim] = start(victim);
    },
    lastLines: () => ran.flatMap((product) => product.lastLines()),
    async stop() {
      const codes: Record<string, number | null> = {};
      for (const [role, part] of Object.entries(parts)) codes[role] = await (await part).stop();
      return { ...codes, stores: await stores.stop() };
    },
  };
}

function clickhousePid(home: string): number {
  const { pids } = JSON.parse(readFileSync(join(home, "stores.json"), "utf8")) as {
    pids: { clickhouse: number };
  };
  return pids.clickhouse;
}
