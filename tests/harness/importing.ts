import type { z } from "@hono/zod-openapi";
import type { Import } from "../../api/schemas/import.ts";
import { waitFor } from "./waitFor.ts";

export type ImportObject = z.infer<typeof Import>;
export type ErrorLine = Readonly<{
  file: string;
  row: number;
  event_id?: string;
  errors: { code: string }[];
}>;

/** One import, by plain HTTP and one credential. The base URL may change: a restarted API has another port. */
export interface Importing {
  readonly id: string;
  put(name: string, body: RequestInit["body"], headers?: Record<string, string>): Promise<Response>;
  start(): Promise<Response>;
  read(): Promise<ImportObject>;
  errors(): Promise<ErrorLine[]>;
  /** Waits until it has ended, however. Answers that are none are asked for again. */
  ended(timeoutMs?: number): Promise<ImportObject>;
}

const ENDED: readonly string[] = ["finished", "failed", "cancelled"];

export async function createImporting(
  api: () => Promise<string>,
  key: string,
  input: object,
): Promise<Importing> {
  const authorization = `Bearer ${key}`;
  const made = await fetch(`${await api()}/v1/imports`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  if (made.status !== 201) throw new Error(`${made.status} ${await made.text()}`);
  const { id } = (await made.json()) as ImportObject;
  const url = async (rest = "") => `${await api()}/v1/imports/${id}${rest}`;
  const read = async () => {
    const answer = await fetch(await url(), { headers: { authorization } });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return (await answer.json()) as ImportObject;
  };
  return {
    id,
    read,
    put: async (name, body, headers = {}) =>
      fetch(await url(`/files/${name}`), {
        method: "PUT",
        headers: { authorization, "content-type": "application/octet-stream", ...headers },
        body: body ?? null,
        ...(typeof body === "object" && { duplex: "half" }),
      }),
    start: async () => fetch(await url("/start"), { method: "POST", headers: { authorization } }),
    errors: async () => {
      const text = await (await fetch(await url("/errors"), { headers: { authorization } })).text();
      return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as ErrorLine]));
    },
    ended: (timeoutMs = 60_000) =>
      waitFor(
        async () => {
          const found = await read();
          return ENDED.includes(found.state) && found;
        },
        { timeoutMs, intervalMs: 100 },
      ),
  };
}
