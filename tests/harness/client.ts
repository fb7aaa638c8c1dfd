import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { OPERATOR_KEY } from "./product.ts";

export interface Created {
  readonly tenant: { readonly id: string };
  readonly api_key: { readonly secret: string };
  readonly test_api_key: { readonly secret: string };
}

export interface IngestAnswer {
  readonly batch_id: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly unavailable: number;
  readonly results: readonly {
    readonly index: number;
    readonly status: string;
    readonly errors?: readonly unknown[];
  }[];
}

/** A partner's view of the API: plain HTTP, one credential. */
export interface Client {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Sends lines as NDJSON, gzipped, again when the quota is spent; throws for anything else but 202. */
  sendLines(lines: readonly string[]): Promise<IngestAnswer>;
  /** Every object of a list, page by page. */
  list<T>(path: string): AsyncGenerator<T>;
}

export function createClient(api: string, key: string): Client {
  const headers = { authorization: `Bearer ${key}` };
  const get = async <T>(path: string) => read<T>(await fetch(`${api}${path}`, { headers }));
  return {
    get,
    post: async <T>(path: string, body: unknown) =>
      read<T>(
        await fetch(`${api}${path}`, {
          method: "POST",
          headers: { ...headers, "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
      ),
    sendLines: async (lines) => {
      const body = gzipSync(lines.join("\n"), { level: 1 });
      for (;;) {
        const answer = await fetch(`${api}/v1/events`, {
          method: "POST",
          headers: { ...headers, "content-type": "application/x-ndjson", "content-encoding": "gzip" },
          body,
        });
        if (answer.status !== 429) return read<IngestAnswer>(answer);
        await answer.body?.cancel();
        await pause(Number(answer.headers.get("retry-after") ?? 1) * 1_000);
      }
    },
    async *list<T>(path: string) {
      let cursor: string | null = null;
      do {
        const separator = path.includes("?") ? "&" : "?";
        const next: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const page: { data: T[]; next_cursor: string | null } = await get(
          `${path}${separator}limit=100${next}`,
        );
        yield* page.data;
        cursor = page.next_cursor;
      } while (cursor !== null);
    },
  };
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${response.url}: ${text}`);
  return JSON.parse(text) as T;
}

/** A fresh tenant with its sandbox, made as an operator does. */
export function createTenant(api: string, slug: string): Promise<Created> {
  return createClient(api, OPERATOR_KEY).post<Created>("/v1/operator/tenants", {
    name: slug,
    slug,
    placement: "pooled",
  });
}

/** Changes a tenant, as an operator does. */
export async function changeTenant(api: string, id: string, change: object): Promise<void> {
  const answer = await fetch(`${api}/v1/operator/tenants/${id}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${OPERATOR_KEY}`, "content-type": "application/json" },
    body: JSON.stringify(change),
  });
  await read(answer);
}
