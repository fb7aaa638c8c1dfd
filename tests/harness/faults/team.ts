import { freePort } from "../../../runtime/embedded/freePort.ts";
import type { Place } from "../mode.ts";
import { type Product, type StartOptions, startProduct } from "../product.ts";
import { waitFor } from "../waitFor.ts";
import type { FaultPoint } from "./points.ts";

/** The product as a process for each role; workers come and go as the test says. */
export interface Team {
  /** Base URL of the API; the same after a restart. */
  readonly api: string;
  /** One more worker, armed at a point if one is given. */
  startWorker(point?: FaultPoint): Promise<Product>;
  /** `kill -9`, and starts it again. */
  kill(part: "api" | "webhooks"): Promise<void>;
  /** `kill -9` of the ClickHouse child; resolves when its keeper has started it again. */
  killClickHouse(): Promise<void>;
  storePids(): ReturnType<Product["storePids"]>;
  /** Standard error of every process that ran, the last lines of each. */
  lastLines(): string[];
  stop(): Promise<void>;
}

export async function startTeam({ home, env }: Pick<Place, "home" | "env">): Promise<Team> {
  const ran: Product[] = [];
  const start = async (options: Omit<StartOptions, "home">) => {
    const product = await startProduct({ home, ...options, env: { ...env, ...options.env } });
    ran.push(product);
    return product;
  };
  const PORT = String(await freePort());
  const stores = await start({ roles: "stores" });
  const startPart = (roles: "api" | "webhooks") =>
    start({ roles, ...(roles === "api" && { env: { PORT } }) });
  const parts = { api: await startPart("api"), webhooks: await startPart("webhooks") };
  return {
    api: parts.api.api,
    startWorker: (point) =>
      start({
        entry: "tests/harness/faults/worker.ts",
        roles: "worker",
        ...(point && { env: { FAULT_POINT: point.name } }),
      }),
    async kill(part) {
      await endNow(parts[part]);
      parts[part] = await startPart(part);
    },
    async killClickHouse() {
      const { clickhouse } = stores.storePids();
      process.kill(clickhouse ?? 0, "SIGKILL");
      await waitFor(() => stores.storePids().clickhouse !== clickhouse, { timeoutMs: 120_000 });
    },
    storePids: stores.storePids,
    lastLines: () => ran.flatMap((product) => product.lastLines()),
    async stop() {
      await Promise.all(ran.filter((product) => product !== stores).map((product) => product.stop()));
      await stores.stop();
    },
  };
}

/** `kill -9`; resolves when the process is gone. */
export async function endNow({ process: child }: Product): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}
