import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Hook {
  readonly url: string;
  /** When each delivery was first told of, on the clock of `performance`, ms. */
  readonly seen: ReadonlyMap<string, number>;
  close(): void;
}

/** Takes webhooks, and notes when each delivery's failure was told to be analysed. */
export async function startHook(): Promise<Hook> {
  const seen = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { data } = JSON.parse(Buffer.concat(chunks).toString()) as { data: { delivery_id: string } };
      if (!seen.has(data.delivery_id)) seen.set(data.delivery_id, performance.now());
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { seen, url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
