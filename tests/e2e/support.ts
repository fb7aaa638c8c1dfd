import { type Client, type Created, createClient, createTenant } from "../harness/client.ts";
import { newHome, type Product, startProduct } from "../harness/product.ts";
import { waitFor } from "../harness/waitFor.ts";

export type Json = Readonly<Record<string, unknown>>;

/** A product on a home of its own, and tenants of it. */
export interface Running {
  readonly product: Product;
  readonly home: string;
  makeTenant(slug: string): Promise<{ live: Client; sandbox: Client; created: Created }>;
  /** Ends the product with SIGTERM and starts it again on the same home. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startRunning(): Promise<Running> {
  const place = await newHome();
  let product = await startProduct({ home: place.home });
  return {
    get product() {
      return product;
    },
    home: place.home,
    makeTenant: async (slug) => {
      const created = await createTenant(product.api, slug);
      const clientOf = (key: string) => createClient(product.api, key);
      return {
        created,
        live: clientOf(created.api_key.secret),
        sandbox: clientOf(created.test_api_key.secret),
      };
    },
    restart: async () => {
      await product.stop();
      product = await startProduct({ home: place.home });
    },
    close: async () => {
      await product.stop();
      await place.remove();
    },
  };
}

interface Settled {
  readonly accepted: number;
  readonly state?: string;
  readonly stored: number;
  readonly duplicate: number;
  readonly conflict: number;
  readonly quarantined: number;
}

/** Sends events and waits until they are stored. */
export async function sendStored(client: Client, events: readonly Json[]): Promise<Settled> {
  const answer = await client.post<Settled & { batch_id: string }>("/v1/events?wait=stored", events);
  if (answer.state === "settled") return answer;
  return waitFor(
    async () => {
      const batch = await client.get<Settled>(`/v1/ingest-batches/${answer.batch_id}`);
      return batch.state === "settled" ? batch : null;
    },
    { timeoutMs: 30_000 },
  );
}

export async function listAll<T>(client: Client, path: string): Promise<T[]> {
  const all: T[] = [];
  for await (const item of client.list<T>(path)) all.push(item);
  return all;
}
