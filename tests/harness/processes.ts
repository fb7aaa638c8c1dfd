import { freePort } from "../../runtime/embedded/freePort.ts";
import type { Place } from "./mode.ts";
import { type Product, startProduct } from "./product.ts";

/** Processes of one role each, on one set of stores. */
export interface Processes {
  /** Where each api process is reached; the same after a restart. */
  readonly apis: readonly string[];
  /** All but the stores, as `role/number`. */
  readonly names: readonly string[];
  /** SIGTERM, waits for the end, starts it again; answers how long it took to end and to be ready again, ms. */
  restart(
    name: string,
  ): Promise<{ readonly code: number | null; readonly endMs: number; readonly startMs: number }>;
  /** `kill -9`, and starts it again. */
  kill(name: string): Promise<void>;
  /** Host and process id, as runs of jobs name it. */
  pidOf(name: string): number;
  lastLines(): readonly string[];
  /** SIGTERM to all, the stores last; answers the exit codes. */
  stop(): Promise<Readonly<Record<string, number | null>>>;
}

/** Two of `api` and `worker`, one of `webhooks` and `stores`. */
const ROLES = { api: 2, worker: 2, webhooks: 1 } as const;

export async function startProcesses(
  { home, env }: Pick<Place, "home" | "env">,
  more: Readonly<Record<string, string>> = {},
): Promise<Processes> {
  const running = new Map<string, Product>();
  const ran: Product[] = [];
  const ports = new Map<string, string>();
  const start = async (name: string) => {
    const port = ports.get(name);
    const own = { ...env, ...more, ...(port !== undefined && { PORT: port }) };
    const product = await startProduct({ home, roles: name.split("/")[0] ?? "", env: own });
    running.set(name, product);
    ran.push(product);
  };
  const of = (name: string) => {
    const product = running.get(name);
    if (!product) throw new Error(`no process ${name}`);
    return product;
  };
  const names = Object.entries(ROLES).flatMap(([role, n]) =>
    Array.from({ length: n }, (_, i) => `${role}/${i + 1}`),
  );
  const apiNames = names.filter((name) => name.startsWith("api"));
  for (const name of apiNames) ports.set(name, String(await freePort()));
  await start("stores");
  await Promise.all(names.map(start));
  return {
    apis: apiNames.map((name) => of(name).api),
    names,
    pidOf: (name) => of(name).process.pid ?? 0,
    async restart(name) {
      const begun = Date.now();
      const code = await of(name).stop();
      const ended = Date.now();
      await start(name);
      return { code, endMs: ended - begun, startMs: Date.now() - ended };
    },
    async kill(name) {
      const { process: child } = of(name);
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      await start(name);
    },
    lastLines: () => ran.flatMap((product) => product.lastLines()),
    async stop() {
      const codes: Record<string, number | null> = {};
      for (const name of [...names, "stores"]) codes[name] = (await running.get(name)?.stop()) ?? null;
      return codes;
    },
  };
}
