import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { changeTenant, createClient, createTenant } from "../../../tests/harness/client.ts";
import { familyCpuSeconds } from "../../../tests/harness/memory.ts";
import { type Mode, newPlace } from "../../../tests/harness/mode.ts";
import { OPERATOR_KEY, type Product, startProduct } from "../../../tests/harness/product.ts";
import { waitFor } from "../../../tests/harness/waitFor.ts";
import type { Target } from "./send.ts";

/** What a process did since it was last asked. */
export interface Probe {
  /** How late its event loop was, ms. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Seconds of processor time. */
  readonly cpu: number;
  /** MiB. */
  readonly rss: number;
}

/** The product in processes of one role each, as in production, on the stores of one mode. */
export interface Layout {
  readonly target: Target;
  readonly clickhouseUrl: string;
  /** Records that each group of the pipeline has not read. */
  lag(): Promise<Readonly<Record<string, number>>>;
  probe(role: "api" | "worker"): Promise<Probe>;
  /** Seconds of processor time of the stores so far, by name; a service's are not known. */
  storesCpu(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

const PROBE = fileURLToPath(new URL("./loopProbe.mjs", import.meta.url));

export async function startLayout(mode: Mode, nodeOptions = ""): Promise<Layout> {
  const place = await newPlace(mode);
  const folder = mkdtempSync(join(place.home, "probes-"));
  const running: Product[] = [];
  const start = async (roles: string) => {
    const env = {
      ...place.env,
      NODE_OPTIONS: roles === "stores" ? "" : `--import=${PROBE} ${nodeOptions}`,
      LOOP_PROBE_FILE: join(folder, roles),
    };
    const product = await startProduct({ home: place.home, roles, env });
    running.push(product);
    return product;
  };
  const stores = await start("stores");
  const [api, worker] = await Promise.all([start("api"), start("worker"), start("webhooks")]);
  const created = await createTenant(api.api, "bench");
  // What is measured is the pipeline, not the quota.
  await changeTenant(api.api, created.tenant.id, { events_per_second: 1_000_000 });
  const operator = createClient(api.api, OPERATOR_KEY);
  const addresses = JSON.parse(readFileSync(join(place.home, "stores.json"), "utf8"));
  return {
    target: { api: api.api, key: created.api_key.secret },
    clickhouseUrl: addresses.clickhouseUrl,
    lag: async () => {
      const { data } = await operator.get<{ data: { group: string; lag: number }[] }>("/v1/operator/lag");
      return Object.fromEntries(data.map(({ group, lag }) => [group, lag]));
    },
    probe: (role) => readProbe(role === "api" ? api : worker, join(folder, role)),
    storesCpu: () =>
      Object.fromEntries(
        Object.entries(stores.storePids()).map(([name, pid]) => [name, familyCpuSeconds(pid)]),
      ),
    stop: async () => {
      for (const product of running.toReversed()) await product.stop();
      rmSync(folder, { recursive: true, force: true });
      await place.remove();
    },
  };
}

async function readProbe({ process: child }: Product, file: string): Promise<Probe> {
  const read = () => {
    try {
      return readFileSync(file, "utf8").trimEnd().split("\n");
    } catch {
      return [];
    }
  };
  const before = read().length;
  child.kill("SIGUSR2");
  await waitFor(() => read().length > before && read().at(-1)?.endsWith("}"));
  return JSON.parse(read().at(-1) ?? "{}") as Probe;
}
